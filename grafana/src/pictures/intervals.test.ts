import { describe, expect, it } from "vitest";
import { intervalsOf, withIntervals } from "./intervals.js";

describe("the intervals of a picture", () => {
  it("are as long as a scrape when there is a pixel for each", () => {
    const intervals = intervalsOf({ rangeSeconds: 360, widthPixels: 700, scrapeSeconds: 2 });
    expect(intervals).toEqual({ stepSeconds: 2, rateSeconds: 8, rangeSeconds: 360 });
  });

  it("are as long as a pixel when there are more scrapes than pixels", () => {
    const intervals = intervalsOf({ rangeSeconds: 86_400, widthPixels: 700, scrapeSeconds: 15 });
    expect(intervals).toEqual({ stepSeconds: 300, rateSeconds: 315, rangeSeconds: 86_400 });
  });

  it("stand in the query in the place of Grafana's variables", () => {
    const intervals = intervalsOf({ rangeSeconds: 60, widthPixels: 700, scrapeSeconds: 5 });
    expect(withIntervals("rate(a[$__rate_interval]) / rate(b[$__range])", intervals)).toBe(
      "rate(a[20s]) / rate(b[60s])",
    );
  });
});
