import { exitOnUsage, numberOption } from "@boomgate/platform/cli";
import { optional, plateSettings, secret } from "@boomgate/platform/config";
import { causeText } from "@boomgate/platform/errors";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { Command } from "commander";
import { auditJson } from "./audit-json.js";
import { AUDIT_TOLERANCE_MS, auditSink } from "./audit-sink.js";
import { auditTable } from "./audit-table.js";
import { addLimitOptions } from "./limit-options.js";
import { brokenLimits, type Limits } from "./limits.js";

interface Options extends Limits {
  readonly truth: readonly string[];
  readonly sink: string;
  readonly tolerance: number;
  readonly json?: boolean;
}

const program = new Command("npm run audit --")
  .description("Compares the stays in the summary API with what really happened in a scenario.")
  .requiredOption("--truth <file...>", "truth file of a run, or the files of both generators")
  .option("--sink <url>", "URL of the summary API", "http://127.0.0.1:8000")
  .option(
    "--tolerance <seconds>",
    "largest error of a time that counts as exact",
    numberOption({ min: 0, max: 3_600, whole: false }),
    AUDIT_TOLERANCE_MS / 1_000,
  )
  .option("--json", "print JSON");
addLimitOptions(program)
  .addHelpText(
    "after",
    `
Environment: SUMMARY_TOKEN, a token of the summary API with the scope read; PLATE_PEPPER_FILE, its key when it keeps
hashes of plates.

Exit code: 0 when the limits are kept; 1 when one is not, or a truth file or the summary API cannot be read; 64 for a
wrong option; 78 for a wrong setting.`,
  )
  .exitOverride(exitOnUsage);
const options = program.parse().opts<Options>();
const token = optional(secret({ doc: "Bearer token of the sink." }));
const settings = { SUMMARY_TOKEN: token, ...plateSettings };
const { SUMMARY_TOKEN, PLATE_PEPPER } = readConfigOrExit(settings, process.env);

try {
  const audit = await auditSink({
    truth: options.truth,
    sink: options.sink.replace(/\/+$/, ""),
    token: SUMMARY_TOKEN,
    pepper: PLATE_PEPPER,
    toleranceMs: options.tolerance * 1_000,
  });
  const broken = brokenLimits(audit, options);
  const json = () => `${JSON.stringify(auditJson(audit, broken))}\n`;
  process.stdout.write(options.json ? json() : auditTable(audit, broken));
  if (broken.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${causeText(error)}\n`);
  process.exitCode = 1;
}
