import { markdownTable } from "../markdown.js";
import type { Mark } from "./marks.js";

export const marksTable = (marks: readonly Mark[]): string =>
  markdownTable(
    ["Mark", "Reached", ""],
    marks.map(({ aim, reached, isReached }) => [
      aim,
      reached ?? "not measured",
      reached === undefined ? "" : isReached ? "yes" : "no",
    ]),
  );
