import { createHash, timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";

/** Who may send as the camera; all that is given has to fit. */
export interface CameraAccess {
  /** First part of the path behind the camera's address. */
  readonly token?: string | undefined;
  readonly basic?: { readonly user: string; readonly password: string } | undefined;
  /** Addresses and ranges: "192.0.2.17", "192.0.2.0/24", "2001:db8::/32". */
  readonly addresses?: readonly string[] | undefined;
}

export interface Caller {
  /** As sent, with the token where the camera has one: "/<token>/NotificationInfo/TollgateInfo". */
  readonly suffix: string;
  readonly authorization?: string | undefined;
  /** Of the sender: "192.0.2.17". */
  readonly address: string;
}

/** @returns the suffix without the token; `undefined` when the caller may not send as this camera */
export function suffixIfAllowed(access: CameraAccess, caller: Caller): string | undefined {
  if (access.addresses && !isWithin(access.addresses, caller.address)) return undefined;
  if (access.basic && !isBasic(access.basic, caller.authorization)) return undefined;
  if (access.token === undefined) return caller.suffix;
  const [, first = "", rest = ""] = /^\/?([^/]*)(.*)$/s.exec(caller.suffix) ?? [];
  return isSame(first, access.token) ? rest : undefined;
}

/** @returns whether it is an address, or a range with its bits */
export function isAddressRange(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  const most = family === 4 ? 32 : 128;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

function isWithin(ranges: readonly string[], address: string): boolean {
  // IPv4 as a socket of both families shows it.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [start = "", bits] = range.split("/");
    const kind = isIP(start) === 4 ? "ipv4" : "ipv6";
    list.addSubnet(start, Number(bits ?? (kind === "ipv4" ? 32 : 128)), kind);
  }
  return list.check(plain, family === 4 ? "ipv4" : "ipv6");
}

function isBasic(basic: { user: string; password: string }, authorization = ""): boolean {
  const [, sent = ""] = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization) ?? [];
  return isSame(Buffer.from(sent, "base64").toString("utf8"), `${basic.user}:${basic.password}`);
}

/** Takes the same time wherever they differ. */
const isSame = (one: string, other: string) => timingSafeEqual(hashOf(one), hashOf(other));
const hashOf = (text: string) => createHash("sha256").update(text).digest();
