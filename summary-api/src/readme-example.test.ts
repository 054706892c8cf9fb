import { readFileSync } from "node:fs";
import { EXAMPLE_STAY, parseStaySummary, staySummaryToWire } from "@boomgate/contracts";
import { expect, it } from "vitest";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, text = ""]) => text);

it("the stay in the README is one that the summary API takes, field by field in its order", () => {
  const [text = ""] = blocks.filter((block) => block.includes("stay_id"));
  const stay: unknown = JSON.parse(text);
  expect(JSON.stringify(stay)).toBe(JSON.stringify(EXAMPLE_STAY));
  expect(staySummaryToWire(parseStaySummary(stay))).toEqual(EXAMPLE_STAY);
});
