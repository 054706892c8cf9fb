import { expect, it } from "vitest";
import { withSections } from "./page-sections.js";

const ORDER = ["a", "b"];

it("replaces a printed section and keeps the others", () => {
  const first = withSections("old page", "# Page", ORDER, new Map([["b", "two"]]));
  const second = withSections(first, "# Page", ORDER, new Map([["a", "one"]]));
  expect(second).toBe(
    "# Page\n\n<!-- a -->\none\n<!-- end of a -->\n\n<!-- b -->\ntwo\n<!-- end of b -->\n",
  );
  const third = withSections(second, "# Page", ORDER, new Map([["b", "three"]]));
  expect(third).toContain("one");
  expect(third).not.toContain("two");
});
