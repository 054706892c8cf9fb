import type { CameraRequest } from "@boomgate/cameras";
import type { FastifyRequest } from "fastify";
import { CAMERAS_PATH } from "./paths.js";

const SUFFIX = new RegExp(`^${CAMERAS_PATH}/[^/]*`);

/** What a camera sent. @param suffix - of its address, without the token */
export function cameraRequestOf(
  { method, url, headers }: Pick<FastifyRequest, "method" | "url" | "headers">,
  suffix: string,
  body: Uint8Array,
): CameraRequest {
  const { searchParams } = new URL(url, "http://gateway.invalid");
  const plain = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return {
    method,
    suffix,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(plain) as CameraRequest["headers"],
    body,
  };
}

/** What follows the name of the camera: "/NotificationInfo/TollgateInfo". */
export const cameraSuffixOf = ({ url }: Pick<FastifyRequest, "url">): string =>
  (url.split("?")[0] ?? "").replace(SUFFIX, "");
