import { randomBytes } from "node:crypto";
import { chownSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brokerAccounts, storeAccounts } from "./accounts.js";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Scopes of the tokens of the summary API, by file name; the backend reads stays for a rebuild, the gateway reads the ledger. */
export const apiTokens: Readonly<Record<string, readonly string[]>> = {
  "api-backend": ["write", "read"],
  "api-gateway": ["read"],
  "api-reader": ["read"],
  "api-admin": ["admin"],
};

/** The lines of the tokens of the gateway, without their secrets, by file name. */
export const gatewayTokens: Readonly<Record<string, string>> = {
  "api-sender": "ingest name=gate",
};

/** File name of each secret; its content is one random password. */
export const secretNames: readonly string[] = [
  ...brokerAccounts.map(({ user }) => `rabbitmq-${user}`),
  ...storeAccounts.map(({ user }) => `redis-${user}`),
  "postgres-admin",
  "postgres-summary-api",
  ...Object.keys(apiTokens),
  ...Object.keys(gatewayTokens),
  "event-id-key",
  "receipt-key",
  "plate-pepper",
  "grafana-admin",
];

export type Secrets = Readonly<Record<string, string>>;

/**
 * Makes the secrets that are missing, and keeps the others.
 * @param owner - of new files; by default the user of this process
 * @returns names of the new files
 */
export function makeSecrets(folder: string, owner?: Owner): readonly string[] {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return secretNames.filter((name) => makeSecret(join(folder, name), owner));
}

function makeSecret(path: string, owner: Owner | undefined): boolean {
  try {
    // Only letters, digits, "-" and "_": they mean the same in a URL, a shell and an ACL file.
    writeFileSync(path, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  if (owner) chownSync(path, owner.uid, owner.gid);
  return true;
}

/** @throws when one of them is missing, empty, or has characters that need escaping in a URL */
export function readSecrets(folder: string): Secrets {
  return Object.fromEntries(secretNames.map((name) => [name, readSecret(join(folder, name))]));
}

function readSecret(path: string): string {
  const secret = readFileSync(path, "utf8").trim();
  if (!/^[\w-]{16,}$/.test(secret)) {
    throw new Error(`${path} must hold 16 or more letters, digits, "-" or "_"`);
  }
  return secret;
}

/** @throws when there is no secret of this name, which is a mistake of the caller */
export function secretOf(secrets: Secrets, name: string): string {
  const secret = secrets[name];
  if (secret === undefined) throw new Error(`there is no secret named ${name}`);
  return secret;
}
