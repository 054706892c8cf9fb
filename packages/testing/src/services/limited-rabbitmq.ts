import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRabbitmq } from "./rabbitmq.js";
import type { StartedService } from "./service.js";

const LOGIN = { user: "limited", password: "limited", virtualHost: "/" };

/**
 * A broker whose only user may do everything but write to queues and exchanges that the pattern does not
 * match. Its settings for a default user will not do: RabbitMQ 3.10 takes their read for write.
 * @param write - a regular expression of Erlang
 * @throws {ServiceMissingError}
 */
export async function startLimitedRabbitmq(write: string): Promise<StartedService> {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-rights-"));
  try {
    const definitions = join(folder, "definitions.json");
    writeFileSync(definitions, JSON.stringify(definitionsWith(write)));
    return await startRabbitmq({ config: [`load_definitions = ${definitions}`], login: LOGIN });
  } finally {
    rmSync(folder, { recursive: true }); // it was read at the start
  }
}

function definitionsWith(write: string) {
  const { user: name, password, virtualHost } = LOGIN;
  const salt = Buffer.from("salt");
  const hash = createHash("sha256").update(salt).update(password).digest();
  const passwordHash = Buffer.concat([salt, hash]).toString("base64");
  const hashing = "rabbit_password_hashing_sha256";
  return {
    vhosts: [{ name: virtualHost }],
    users: [{ name, password_hash: passwordHash, hashing_algorithm: hashing, tags: "" }],
    permissions: [{ user: name, vhost: virtualHost, configure: ".*", write, read: ".*" }],
  };
}
