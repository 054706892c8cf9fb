import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { readConfig } from "@boomgate/platform/config";
import { expect, it } from "vitest";
import { summaryApiSettings } from "../settings.js";
import { startSummaryApi } from "../start-summary-api.js";
import { checkListens, listensLocally } from "./listens-locally.js";

it.each([
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["0", false],
  ["::", false],
  ["::ffff:0.0.0.0", false],
  ["192.0.2.1", false],
  ["there-is-no-such-name.invalid", false],
])("takes %s for an address of this machine alone: %s", async (host, expected) => {
  expect(await listensLocally(host)).toBe(expected);
});

it("lets those who need a token in from anywhere", async () => {
  await expect(checkListens("0.0.0.0", "read 0123456789abcdef")).resolves.toBeUndefined();
});

it("does not start where everybody could read, and says which setting is missing", async () => {
  const env = { HTTP_HOST: "0.0.0.0", HTTP_PORT: "0", METRICS_PORT: "0", API_TOKENS: "" };
  const starting = startSummaryApi({
    config: readConfig(summaryApiSettings, env),
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    registry: createRegistry("test"),
  });
  await expect(starting).rejects.toThrow(/API_TOKENS_FILE/);
});
