import { publicUrl } from "../services/candidates.js";
import type { ServiceReport, ServiceReports } from "../services/find-or-start.js";
import { serviceNames } from "../services/service.js";
import { missingFor } from "./provided.js";

const WIDTH = 96;

/**
 * A box for the end of a run: which services there were, and which tests were skipped.
 * @param tests - full names of the integration tests
 */
export function serviceBox(reports: ServiceReports, tests: readonly string[]): string {
  const lines = [
    "Services of the integration tests",
    "",
    ...serviceNames.flatMap((name) => wrap(`${name.padEnd(9)} ${describeReport(reports[name])}`)),
    "",
    ...outcome(tests).flatMap(wrap),
  ];
  const rule = "═".repeat(WIDTH + 2);
  const rows = lines.map((line) => `║ ${line.padEnd(WIDTH)} ║`);
  return [`╔${rule}╗`, ...rows, `╚${rule}╝`].join("\n");
}

function outcome(tests: readonly string[]): string[] {
  const skipped = tests.map(missingFor).filter((missing) => missing.length > 0);
  if (tests.length === 0) return ["No integration test was run."];
  if (skipped.length === 0) return [`All ${tests.length} integration tests had what they need.`];
  const missing = [...new Set(skipped.flat())].toSorted().join(", ");
  return [
    `${skipped.length} OF ${tests.length} INTEGRATION TESTS WERE SKIPPED for want of ${missing}.`,
    "REQUIRE_SERVICES=1 makes what is missing a failure.",
  ];
}

function describeReport(report: ServiceReport): string {
  return report.state === "missing"
    ? `MISSING: ${report.reason}`
    : `${report.state} at ${publicUrl(report.url)}`;
}

/** Long lines go on below their text. */
function wrap(line: string): string[] {
  const wrapped: string[] = [];
  let current = "";
  for (const word of line.replaceAll("\n", " ").split(" ")) {
    if (current.length + word.length >= WIDTH && current.trim() !== "") {
      wrapped.push(current);
      current = " ".repeat(10);
    }
    current += current === "" ? word : ` ${word}`;
  }
  return [...wrapped, current].map((each) => each.slice(0, WIDTH));
}
