import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  brokerSettings,
  ConfigError,
  count,
  days,
  flag,
  millis,
  neverInFile,
  oneOf,
  optional,
  parsed,
  parsedFile,
  port,
  prefetch,
  processSettings,
  rate,
  readConfig,
  redisSettings,
  text,
  timeZone,
  url,
  urls,
  type Setting,
} from "./index.js";

const doc = "What it is for.";

/** @returns the sentences of the error; none when the environment is accepted */
function problemsOf(settings: Record<string, Setting<unknown>>, env: NodeJS.ProcessEnv) {
  try {
    readConfig(settings, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

const valueOf = <T>(setting: Setting<T>, X: string) => readConfig({ X: setting }, { X }).X;

describe("reading the configuration", () => {
  it("takes the default of what is absent or empty", () => {
    const settings = { PREFETCH: prefetch, LEVEL: text({ default: "info", doc }) };
    expect(readConfig(settings, { LEVEL: "" })).toEqual({ PREFETCH: 500, LEVEL: "info" });
  });

  it("has a default for everything that services share", () => {
    const config = readConfig({ ...brokerSettings, ...redisSettings, ...processSettings }, {});
    expect(config).toMatchObject({
      AMQP_URL: "amqp://guest:guest@127.0.0.1:5672",
      QUEUE_TYPE: "quorum",
      TOPOLOGY_PREFIX: undefined,
      REDIS_URL: "redis://127.0.0.1:6379",
      METRICS_PORT: 9464,
      LOG_PLATES: false,
    });
  });

  it("reads a list of URLs", () => {
    const setting = urls({ protocols: ["http"], doc });
    expect(valueOf(setting, "http://a:1/x, http://b")).toEqual(["http://a:1/x", "http://b"]);
    expect(problemsOf({ X: setting }, { X: "http://a,ftp://b" })).toHaveLength(1);
  });

  it("lists every problem at once, each by its name, and never a value", () => {
    const secret = "hunter2";
    const settings = {
      A_URL: url({ protocols: ["amqp", "amqps"], doc }),
      SOME_URLS: urls({ protocols: ["http"], doc }),
      A_COUNT: count({ doc }),
      A_TIME: millis({ doc }),
      A_RATE: rate({ doc }),
      A_PORT: port({ doc }),
      A_FLAG: flag({ doc }),
      A_CHOICE: oneOf(["quorum", "classic"], { doc }),
      A_NEED: text({ doc }),
    };
    const { A_NEED: _missing, ...given } = settings;
    const env = Object.fromEntries(Object.keys(given).map((name) => [name, secret]));
    const problems = problemsOf(settings, env);
    expect(problems.map((problem) => problem.split(":")[0])).toEqual(Object.keys(settings));
    expect(problems.join()).not.toContain(secret);
    expect(problems.join()).toContain("amqp:// or amqps://");
    expect(problems.at(-1)).toBe(`A_NEED: is required (${doc})`);
  });

  it("ignores what it does not know, other files included", () => {
    const env = { OTHER: "x", OTHER_FILE: "/nowhere", npm_config_cache_FILE: "/nowhere" };
    expect(readConfig({ A: text({ default: "a", doc }) }, env)).toEqual({ A: "a" });
  });

  it("leaves out for good what is optional, and still checks it when given", () => {
    const settings = { TOKEN: optional(text({ doc })), SIZE: optional(count({ doc })) };
    expect(readConfig(settings, {})).toEqual({ TOKEN: undefined, SIZE: undefined });
    expect(problemsOf(settings, { SIZE: "many" })).toHaveLength(1);
  });
});

describe("a secret in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-config-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it("is read without the newline at its end", () => {
    const env = { TOKEN_FILE: file("token", "a secret\n") };
    expect(readConfig({ TOKEN: text({ doc }) }, env)).toEqual({ TOKEN: "a secret" });
  });

  it("is none where the name of the file is a setting of its own", () => {
    const settings = { LOTS: neverInFile(text({ default: "main", doc })) };
    expect(readConfig(settings, { LOTS_FILE: file("lots", "{}") })).toEqual({ LOTS: "main" });
    expect(readConfig(settings, { LOTS: "a", LOTS_FILE: "/nowhere" })).toEqual({ LOTS: "a" });
  });

  it("is a problem when it is missing, empty, malformed or given twice, without its content", () => {
    const settings = {
      MISSING: text({ default: "x", doc }),
      EMPTY: text({ default: "x", doc }),
      WRONG: count({ default: 1, doc }),
      TWICE: text({ default: "x", doc }),
    };
    const problems = problemsOf(settings, {
      MISSING_FILE: join(folder, "hunter2"),
      EMPTY_FILE: file("empty", "\n"),
      WRONG_FILE: file("wrong", "hunter2"),
      TWICE_FILE: file("twice", "hunter2"),
      TWICE: "hunter2",
    });
    expect(problems).toEqual([
      "MISSING_FILE: cannot be read (ENOENT)",
      "EMPTY: must not be empty",
      "WRONG: must be a whole number, 1 or more",
      "TWICE: is set both directly and by TWICE_FILE",
    ]);
  });
});

describe("a setting with a language of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-parsed-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (content: string | Buffer) => {
    writeFileSync(join(folder, "file"), content);
    return join(folder, "file");
  };
  const parse = (given: string) => {
    if (given.includes("bad")) throw new Error("must be good");
    return { given };
  };

  it("is parsed where it is given, as text or as a file", () => {
    const settings = { A: parsed("words", { parse, doc }), A_FILE: parsedFile({ parse, doc }) };
    expect(readConfig({ A_FILE: settings.A_FILE }, { A_FILE: path("Ä\n") })).toEqual({
      A_FILE: { given: "Ä\n" },
    });
    expect(readConfig({ A: settings.A }, { A: "x" })).toEqual({ A: { given: "x" } });
    expect(readConfig({ A: settings.A }, {})).toEqual({ A: undefined });
  });

  it("is a problem in the words of its parser, or when the file cannot be read", () => {
    const settings = { A: parsed("words", { parse, doc }) };
    expect(problemsOf(settings, { A: "bad" })).toEqual(["A: must be good"]);
    const inFile = { A: parsedFile({ parse, doc }) };
    expect(problemsOf(inFile, { A: path("bad") })).toEqual(["A: must be good"]);
    expect(problemsOf(inFile, { A: join(folder, "none") })).toEqual(["A: cannot be read (ENOENT)"]);
    expect(problemsOf(inFile, { A: folder })).toEqual(["A: cannot be read (EISDIR)"]);
    expect(problemsOf(inFile, { A: path(Buffer.from([0xff])) })).toEqual(["A: must be UTF-8"]);
  });
});

describe("settings", () => {
  it.each([
    [
      "count",
      count({ min: 0, max: 10, doc }),
      ["0", "10", "7"],
      ["-1", "11", "1.5", "1e1", " 1", "0x1", "NaN", "٣"],
    ],
    ["millis", millis({ doc }), ["0", "250"], ["-1", "0.5", "1s", "Infinity", "9".repeat(400)]],
    ["days", days({ min: 2, doc }), ["2d", "90d"], ["1d", "90", "2h", "-2d", "1.5d"]],
    ["rate", rate({ doc }), ["0", "0.5", "100000"], ["-1", "100001", "fast"]],
    ["port", port({ doc }), ["0", "9464", "65535"], ["65536", "-1", "http"]],
    ["flag", flag({ doc }), ["true", "false"], ["yes", "1", "TRUE"]],
    ["oneOf", oneOf(["quorum", "classic"], { doc }), ["quorum"], ["Quorum", "stream"]],
    ["timeZone", timeZone({ doc }), ["UTC", "Europe/Berlin"], ["Europe/Nowhere", "1"]],
    ["url", url({ protocols: ["redis"], doc }), ["redis://x:1/2"], ["redis", "http://x", "//x"]],
  ] as const)(
    "%s accept what is good and refuse what is not",
    (_name, setting: Setting<unknown>, good, bad) => {
      for (const value of good) expect(problemsOf({ X: setting }, { X: value })).toEqual([]);
      for (const value of bad) {
        const [problem, ...more] = problemsOf({ X: setting }, { X: value });
        expect([value, problem]).toEqual([value, expect.stringMatching(/^X: must be /)]);
        expect(more).toEqual([]);
      }
    },
  );

  it("turn into numbers and booleans", () => {
    expect(valueOf(count({ doc }), "7")).toBe(7);
    expect(valueOf(days({ doc }), "2d")).toBe(172_800_000);
    expect(valueOf(rate({ doc }), "0.5")).toBe(0.5);
    expect(valueOf(flag({ doc }), "false")).toBe(false);
  });
});
