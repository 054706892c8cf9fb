export interface Verdict {
  readonly passed: number;
  /** A line for each test that failed, or for what kept the tests from running. */
  readonly failures: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * What a run of vitest came to, by its JSON report. A run of no test is a failure.
 * @param json - empty when there is no report
 */
export function readReport(json: string, exitCode: number | null): Verdict {
  if (json === "") return { passed: 0, failures: [`vitest ended with ${exitCode} and no report`] };
  const { numPassedTests: passed, testResults } = JSON.parse(json) as Report;
  const failures = testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === "failed");
      // A file that cannot be loaded has no test that could fail.
      if (tests.length === 0) return [`${name}: ${message}`];
      return tests.map(
        ({ fullName, failureMessages }) =>
          `${name} > ${fullName}: ${failureMessages[0]?.split("\n", 1)[0] ?? ""}`,
      );
    });
  if (failures.length === 0 && passed === 0) return { passed, failures: ["no test was run"] };
  if (failures.length === 0 && exitCode !== 0) failures.push(`vitest ended with ${exitCode}`);
  return { passed, failures };
}
