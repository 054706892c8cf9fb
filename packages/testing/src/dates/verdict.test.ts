import { expect, it } from "vitest";
import { readReport } from "./verdict.js";

const test = (status: string, fullName = "a test") => ({
  ...{ status, fullName, failureMessages: status === "failed" ? ["expected 1 to be 2\nat x"] : [] },
});
const report = (numPassedTests: number, ...testResults: readonly object[]) =>
  JSON.stringify({ numPassedTests, testResults });

it("a run is right when tests passed and none failed", () => {
  const file = {
    name: "x.test.ts",
    status: "passed",
    message: "",
    assertionResults: [test("passed")],
  };
  expect(readReport(report(1, file), 0)).toEqual({ passed: 1, failures: [] });
});

it.each([
  ["without a test", report(0), 0, "no test was run"],
  ["without a report", "", 127, "vitest ended with 127 and no report"],
  ["that ends with a failure nobody reported", report(1), 1, "vitest ended with 1"],
  [
    "with a file that cannot be loaded",
    report(1, { name: "x.test.ts", status: "failed", message: "no module", assertionResults: [] }),
    1,
    "x.test.ts: no module",
  ],
  [
    "with a test that failed",
    report(1, {
      ...{ name: "x.test.ts", status: "failed", message: "" },
      assertionResults: [test("passed"), test("failed", "the other")],
    }),
    1,
    "x.test.ts > the other: expected 1 to be 2",
  ],
])("a run %s is wrong", (_, json, code, failure) => {
  expect(readReport(json, code).failures).toEqual([failure]);
});
