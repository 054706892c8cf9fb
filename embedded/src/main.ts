import "reflect-metadata";
import { orExit, runService } from "@boomgate/platform/lifecycle";
import { PortUnavailableError } from "@boomgate/platform/telemetry";
import { readEmbeddedConfig } from "./embedded-config.js";
import { flagOf, parseOptions } from "./options.js";
import { startRun } from "./run.js";
import { createJsonOutput } from "./terminal/json-output.js";
import { createPrettyOutput } from "./terminal/pretty-output.js";

const options = parseOptions(process.argv.slice(2));
const config = orExit(() => readEmbeddedConfig(options, process.env));
const output = process.stdout.isTTY
  ? createPrettyOutput(process.stdout)
  : createJsonOutput((text) => process.stdout.write(text));

const messageOf = (error: Error) =>
  error instanceof PortUnavailableError
    ? `${error.message} (${flagOf(error.setting)})`
    : error.message;

/** Enough to read and compare the stays of a year. */
const AUDIT_TIMEOUT_MS = 600_000;

await runService(() => startRun(config, options.forSeconds, output), {
  stopTimeoutMs: config.audit ? AUDIT_TIMEOUT_MS : config.api.STOP_TIMEOUT_MS,
  report: (line, error) => {
    if (error instanceof Error) process.stderr.write(`${line}: ${messageOf(error)}\n`);
  },
});
