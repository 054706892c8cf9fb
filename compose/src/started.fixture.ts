import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StartedService } from "@boomgate/testing";
import { makeSecrets, readSecrets, type Secrets } from "./secret-files.js";

export interface Started {
  readonly secrets: Secrets;
  /** Of the service, without a user. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a server with new secrets; `folder` is for its files, and is deleted at the stop. */
export async function startWithSecrets(
  start: (folder: string, secrets: Secrets) => Promise<StartedService>,
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-secrets-"));
  makeSecrets(join(folder, "secrets"));
  const secrets = readSecrets(join(folder, "secrets"));
  const service = await start(folder, secrets);
  return {
    secrets,
    port: Number(new URL(service.url).port),
    stop: async () => {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
