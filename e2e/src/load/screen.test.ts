import type { WriteStream } from "node:tty";
import { describe, expect, it } from "vitest";
import { aSample } from "./sample.fixture.js";
import { createScreen } from "./screen.js";
import { parseStages } from "./stages.js";

const stages = parseStages("1000:1m");

function anOutput(isTTY: boolean) {
  let text = "";
  const write = (more: string) => (text += more);
  return { output: { isTTY, write } as unknown as WriteStream, text: () => text };
}

describe("the screen of a load", () => {
  it("is written over on a terminal", () => {
    const { output, text } = anOutput(true);
    const screen = createScreen(output, stages);
    screen.show(aSample());
    const rows = text().trimEnd().split("\n").length;
    expect(text()).not.toContain("\u001B");
    screen.show(aSample({ second: 2, backlog: 77, p99: undefined }));
    expect(text()).toContain(`\u001B[${rows}A`);
    expect(text()).toMatch(/backlog +77\n/);
    expect(text()).toMatch(/latency p99 +-\n/);
    screen.say("a line that stays");
    screen.show(aSample());
    expect(text().split("\u001B[")).toHaveLength(5);
  });

  it("is a line every five seconds elsewhere", () => {
    const { output, text } = anOutput(false);
    const screen = createScreen(output, stages);
    for (let second = 1; second <= 11; second += 1) screen.show(aSample({ second }));
    expect(text().trimEnd().split("\n")).toHaveLength(3);
    expect(text()).not.toContain("\u001B");
  });
});
