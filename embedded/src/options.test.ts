import type { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.js";

const parse = (...argv: readonly string[]) =>
  parseOptions(argv, (error: CommanderError): never => {
    throw error;
  });

describe("the options of npm start", () => {
  it("are settings, by the names of their environment variables, and what only the command knows", () => {
    expect(parse("--for", "2.5", "--backfill", "12h", "--seed", "7", "--port", "0")).toEqual({
      forSeconds: 2.5,
      backfillMs: 12 * 3_600_000,
      audit: undefined,
      settings: { SEED: "7", HTTP_PORT: "0" },
    });
  });

  it("have limits of the audit only with an audit", () => {
    const limits = ["--min-recall", "0.9"];
    expect(parse(...limits).audit).toBeUndefined();
    expect(parse("--audit", ...limits).audit).toEqual({ minRecall: 0.9, maxFalseMerges: 0 });
  });

  it.each([
    [["--nonsense"], "unknown option"],
    [["--for", "soon"], "must be a number"],
    [["--for", "0"], "must be a number"],
    [["--backfill", "soon"], "90m, 12h or 30d"],
    [["--audit", "--min-recall", "90"], "from 0 to 1"],
  ])("are refused: %j", (argv, problem) => {
    expect(() => parse(...argv)).toThrow(problem);
  });
});
