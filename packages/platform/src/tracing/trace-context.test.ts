import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTraceparent, Tracer, writeTraceparent } from "./index.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

describe("a traceparent header", () => {
  it("names trace, span and whether it is sampled", () => {
    expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({
      traceId: TRACE,
      spanId: SPAN,
      parentSpanId: undefined,
      isSampled: true,
    });
  });

  it.each([
    ["00", false],
    ["01", true],
    ["02", false],
    ["03", true],
    ["fe", false],
    ["ff", true],
  ])("with the flags %s, only the lowest of which we know, is sampled: %s", (flags, isSampled) => {
    const trace = readTraceparent(`00-${TRACE}-${SPAN}-${flags}`);
    expect(trace?.isSampled).toBe(isSampled);
    expect(trace && writeTraceparent(trace)).toBe(`00-${TRACE}-${SPAN}-0${isSampled ? 1 : 0}`);
  });

  it.each([
    ["missing", undefined],
    ["a number", 7],
    ["bytes", Buffer.from(`00-${TRACE}-${SPAN}-01`)],
    ["several", [`00-${TRACE}-${SPAN}-01`]],
    ["empty", ""],
    ["sent twice", `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
    ["of a future version", `01-${TRACE}-${SPAN}-01`],
    ["of a future version with more fields", `01-${TRACE}-${SPAN}-01-what`],
    ["of the version that is none", `ff-${TRACE}-${SPAN}-01`],
    ["longer than its version allows", `00-${TRACE}-${SPAN}-01-`],
    ["in upper case", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["of a trace of zeros", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["of a span of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["too short", `00-${TRACE.slice(1)}-${SPAN}-01`],
    ["not hexadecimal", `00-${TRACE.slice(1)}g-${SPAN}-01`],
    ["with flags of one digit", `00-${TRACE}-${SPAN}-1`],
    ["with flags that are none", `00-${TRACE}-${SPAN}-0x`],
    ["with a line end", `00-${TRACE}-${SPAN}-01\n`],
    ["with spaces", ` 00-${TRACE}-${SPAN}-01`],
  ])("that is %s begins a new trace", (_name, header) => {
    expect(readTraceparent(header)).toBeUndefined();
    const trace = new Tracer({ service: "test" }).continue(header);
    expect(trace.traceId).not.toBe(TRACE);
    expect(trace.parentSpanId).toBeUndefined();
    expect(readTraceparent(writeTraceparent(trace))).toMatchObject({ traceId: trace.traceId });
  });

  it("never fails, whatever it is", () =>
    fc.assert(
      fc.property(fc.anything(), (header) => {
        expect(new Tracer({ service: "test" }).continue(header).traceId).toMatch(/^[0-9a-f]{32}$/);
      }),
    ));
});
