import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { handOutsOf, makeSecrets, readSecrets, secretNames } from "./index.js";

describe("secrets", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "secrets-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are made once, each different, readable for their owner alone", () => {
    expect(makeSecrets(folder)).toEqual(secretNames);
    const secrets = readSecrets(folder);
    expect(new Set(Object.values(secrets)).size).toBe(secretNames.length);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(makeSecrets(folder)).toEqual([]);
    expect(readSecrets(folder)).toEqual(secrets);
  });

  it("written by an operator are kept, and refused when they need escaping in a URL", () => {
    writeFileSync(join(folder, "grafana-admin"), "p@ss/word:with#everything\n");
    makeSecrets(folder);
    expect(readFileSync(join(folder, "grafana-admin"), "utf8")).toContain("everything");
    expect(() => readSecrets(folder)).toThrow(/grafana-admin must hold/);
    expect(() => readSecrets(folder)).not.toThrow(/everything/);
  });

  it("reach only the services that need them, as hashes where a service only compares", () => {
    makeSecrets(folder);
    const secrets = readSecrets(folder);
    const holders = Object.fromEntries(
      Object.entries(secrets).map(([name, secret]) => [
        name,
        handOutsOf(secrets)
          .filter(({ files }) => Object.values(files).some((text) => text.includes(secret)))
          .map(({ service }) => service),
      ]),
    );
    expect(holders).toEqual({
      "rabbitmq-entry-generator": ["entry-generator"],
      "rabbitmq-exit-generator": ["exit-generator"],
      "rabbitmq-gateway": ["gateway"],
      "rabbitmq-backend": ["backend"],
      "rabbitmq-summary-api": ["summary-api"],
      "rabbitmq-operator": ["operator"],
      "rabbitmq-monitor": [],
      "redis-entry-generator": ["entry-generator"],
      "redis-exit-generator": ["exit-generator"],
      "redis-backend": ["backend"],
      "postgres-admin": ["postgres"],
      "postgres-summary-api": ["summary-api", "postgres"],
      "api-backend": ["backend", "summary-api"],
      "api-gateway": ["gateway", "summary-api"],
      "api-reader": ["summary-api"],
      "api-sender": ["gateway"],
      "event-id-key": ["gateway"],
      "receipt-key": ["gateway"],
      "api-admin": ["summary-api"],
      "plate-pepper": ["summary-api"],
      "grafana-admin": ["grafana"],
    });
  });
});
