import { describe, expect, it } from "vitest";
import { readEmbeddedConfig } from "./embedded-config.js";

const options = {
  forSeconds: undefined,
  backfillMs: undefined,
  audit: undefined,
  settings: {},
};
const limits = { minRecall: 0, maxFalseMerges: 0 };

describe("the configuration of the embedded mode", () => {
  it("prefers an option to the environment, and takes no address of another service", () => {
    const env = { SEED: "1", ENTRY_RATE: "20", AMQP_URL: "nonsense", DATABASE_URL_FILE: "/none" };
    const config = readEmbeddedConfig({ ...options, settings: { SEED: "7" } }, env);
    expect(config.entries).toMatchObject({ SEED: 7, ENTRY_RATE: 20 });
    expect(config.api.DATABASE_URL).toBeUndefined();
  });

  it("moves a port only when nobody set it", () => {
    const { movablePorts } = readEmbeddedConfig({ ...options, settings: { HTTP_PORT: "0" } }, {});
    expect(movablePorts).toEqual(["METRICS_PORT", "GATEWAY_PORT"]);
  });

  it.each([
    [{ settings: { ENTRY_RATE: "fast" } }, "ENTRY_RATE"],
    [{ settings: { SCENARIO: "nowhere" } }, "SCENARIO"],
    [{ settings: { SCENARIO: "mall", NOISE: "loud" } }, "NOISE"],
    [{ audit: limits }, "it has no visits"],
    [{ backfillMs: 3_600_000 }, "it has no visits"],
  ])("is refused: %j", (given, problem) => {
    expect(() => readEmbeddedConfig({ ...options, ...given }, {})).toThrow(problem);
  });
});
