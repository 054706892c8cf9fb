import { expect, it } from "vitest";
import { barChart } from "./chart.js";

const bar = { label: "a", value: 4, text: "4/s", isOurs: false };

it("a chart draws bars as long as their values, each panel by itself", () => {
  const chart = barChart([
    { title: "Rate", bars: [bar, { ...bar, value: 1, isOurs: true }] },
    { title: "Cost", bars: [{ ...bar, value: 0.1 }] },
  ]);
  const bars = [...chart.matchAll(/class="(bar|ours)".*?width="([\d.]+)"/g)];
  expect(bars.map(([, kind, width]) => [kind, Number(width)])).toEqual([
    ["bar", 330],
    ["ours", 82.5],
    ["bar", 330],
  ]);
});

it("a chart keeps what is written on it from being markup", () => {
  const chart = barChart([{ title: "<b>", bars: [{ ...bar, label: "a & b" }] }]);
  expect(chart).toContain("&lt;b&gt;");
  expect(chart).toContain("a &amp; b");
});
