import { expect, it } from "vitest";
import { backfillLine } from "./backfill-line.js";

it("the progress of a backfill is a bar, a rate and the time left", () => {
  expect(backfillLine({ share: 0.25, published: 5_000, seconds: 10 })).toBe(
    "[########----------------------] 25 %  5000 events  500/s  30 s left",
  );
  expect(backfillLine({ share: 0, published: 0, seconds: 0 })).toContain(" 0 %  0 events  0/s");
});
