// `node .ci/run-tests.mjs <file>`: runs `npm test`, and writes into the file what failed and how many passed. A
// test that fails is run once more by itself; when it passes then, it is flaky. One flaky test is reported and
// does not fail the run, as a busy machine may delay a browser or a broker; two fail it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MOST_FLAKY = 1;
/** With more failures than these it is not chance, and nothing is run again. */
const MOST_RUN_AGAIN = 5;

const NO_TESTS = { testResults: [], numPassedTests: 0, numPendingTests: 0 };
const [summaryFile, ...words] = process.argv.slice(2);
const report = npmTest(words);

const failures = report.testResults.flatMap(({ name: file, status, assertionResults }) => {
  const names = assertionResults.filter((test) => test.status === "failed");
  // A file that cannot even be loaded has no test that could fail.
  if (status === "failed" && names.length === 0) return [{ file, name: undefined }];
  return names.map(({ fullName: name }) => ({ file, name }));
});
const isFew = failures.length <= MOST_RUN_AGAIN;
const flaky = isFew ? failures.filter(passesByItself) : [];
const isTooFlaky = flaky.length > MOST_FLAKY;
const failed = failures.filter((failure) => isTooFlaky || !flaky.includes(failure));
const passed = report.numPassedTests + failures.length - failed.length;
const lines = [
  ...failures.map((failure) => {
    const what = flaky.includes(failure) ? "FLAKY, failed and then passed" : "FAILED";
    return `${what}: ${failure.file}: ${failure.name ?? "cannot be loaded"}`;
  }),
  ...(isTooFlaky ? [`${flaky.length} flaky tests are more than ${MOST_FLAKY}`] : []),
  `${report.numPendingTests} skipped, ${flaky.length} flaky`,
  `${passed} passed, ${failed.length} failed`,
];
writeFileSync(summaryFile, `${lines.join("\n")}\n`);
process.exitCode = failed.length === 0 && report.numPassedTests > 0 ? 0 : 1;

function npmTest(options) {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-tests-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  spawnSync("npm", ["test", "--", ...reporters, ...options], { stdio: "inherit" });
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return NO_TESTS; // what npm printed says why
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function passesByItself({ file, name }) {
  if (name === undefined) return false;
  const pattern = `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`;
  const { numPassedTests, numFailedTests } = npmTest([file, "--testNamePattern", pattern]);
  return numPassedTests > 0 && numFailedTests === 0;
}
