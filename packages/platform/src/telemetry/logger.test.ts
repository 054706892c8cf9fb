import { describe, expect, it } from "vitest";
import { createLogger, type LoggerOptions } from "./index.js";

function aLog(options: Partial<LoggerOptions> & { readonly isTTY?: boolean } = {}) {
  const chunks: string[] = [];
  const log = createLogger({
    service: "backend",
    level: "info",
    showPlates: false,
    destination: {
      isTTY: options.isTTY ?? false,
      write: (chunk: string) => void chunks.push(chunk),
    },
    ...options,
  });
  const text = () => chunks.join("");
  return { log, text, line: () => JSON.parse(text()) as Record<string, unknown> };
}

describe("logger", () => {
  it("writes one JSON line with service, level in words and UTC time when piped", () => {
    const { log, text, line } = aLog();
    log.info({ queue: "vehicle_entries" }, "consuming");
    expect(text().endsWith("}\n")).toBe(true);
    expect(line()).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      service: "backend",
      queue: "vehicle_entries",
      msg: "consuming",
    });
  });

  it("writes a short readable line on a terminal", () => {
    const { log, text } = aLog({ isTTY: true });
    log.warn({ queue: "vehicle_entries" }, "event parked");
    expect(text()).toMatch(
      /^\[\d\d:\d\d:\d\d\] WARN: backend: event parked \{"queue":"vehicle_entries"\}\n$/,
    );
  });

  it.each([false, true])("writes no command to a terminal (is one: %s)", (isTTY) => {
    const evil = "a\u001b[2J\u0007\u009b2J\u007f\u202e\u2028\rb";
    const { log, text, line } = aLog({ isTTY });
    log.warn({ messageId: evil, err: new Error(evil, { cause: new Error(evil) }) }, evil);
    // Of our own are line ends and, on some terminals, colours.
    // oxlint-disable-next-line no-control-regex -- these are what it is about
    const others = text().replaceAll(/\n|\u001b\[\d+m/g, "");
    // oxlint-disable-next-line no-control-regex -- these are what it is about
    expect(others).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2028]/);
    if (!isTTY) expect(line()["messageId"]).toBe(evil);
  });

  it.each([
    ["AB123CD", "A*****D"],
    ["Ä1", "**"],
    ["", ""],
    [
      ["AB123CD", "X9"],
      ["A*****D", "**"],
    ],
    [{ raw: "AB123CD" }, "***"],
  ])("masks the field plate: %j becomes %j", (plate, masked) => {
    const { log, line } = aLog();
    log.info({ plate }, "stay closed");
    expect(line()["plate"]).toEqual(masked);
  });

  it("masks the plate that a child logger is bound to", () => {
    const { log, text } = aLog();
    log.child({ plate: "AB123CD" }).info("stay closed");
    expect(text()).not.toContain("AB123CD");
  });

  it("shows plates in full when asked to", () => {
    const { log, line } = aLog({ showPlates: true });
    log.info({ plate: "AB123CD" }, "stay closed");
    expect(line()["plate"]).toBe("AB123CD");
  });

  it("says nothing below its level", () => {
    const { log, text } = aLog({ level: "warn" });
    log.info("consuming");
    expect(text()).toBe("");
  });

  it("keeps users and passwords of URLs out of errors", () => {
    const { log, text } = aLog();
    const cause = new TypeError("Invalid URL: amqp://user:s3cret@host");
    log.warn({ err: new Error("not postgres://user:s3cret@host", { cause }) }, "failed");
    expect(text()).toContain("amqp://***@host");
    expect(text()).not.toContain("s3cret");
  });

  it("keeps code, stack and causes of an error, and nothing a request may have left in it", () => {
    const cause = Object.assign(new Error("refused"), {
      code: "ECONNREFUSED",
      config: { data: "AB123CD", headers: { authorization: "Bearer secret" } },
    });
    const { log, line, text } = aLog();
    log.error({ err: new Error("the sink is away", { cause }) }, "waiting");
    expect(line()["err"]).toMatchObject({
      type: "Error",
      message: "the sink is away",
      stack: expect.stringContaining("logger.test.ts") as string,
      cause: { code: "ECONNREFUSED", message: "refused" },
    });
    expect(text()).not.toMatch(/AB123CD|secret/);
  });

  it("survives an error that is its own cause, and a thrown text", () => {
    const endless = new Error("endless");
    endless.cause = endless;
    const { log, text } = aLog();
    log.error({ err: endless }, "odd");
    log.error({ err: "just text" }, "odd");
    expect(text().trimEnd().split("\n")).toHaveLength(2);
  });
});
