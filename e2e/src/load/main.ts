import { writeFileSync } from "node:fs";
import { openEnvironment } from "../environment.js";
import { parseOptions } from "./options.js";
import { reportPage } from "./report.js";
import { factsOf, isLossless } from "./result.js";
import { runLoad } from "./run-load.js";
import { createScreen } from "./screen.js";

const options = parseOptions(process.argv.slice(2));
const screen = createScreen(process.stdout, options.stages);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const environment = await openEnvironment(options.queueType);
for (const [name, report] of Object.entries(environment.reports))
  screen.say(`${name}: ${report.state}`);
let hasFailed = true;
try {
  const result = await runLoad(environment, options, screen, stopping.signal);
  for (const [name, value] of factsOf(result)) {
    process.stdout.write(`${name.padEnd(60)}${value.padStart(14)}\n`);
  }
  process.stdout.write(`${result.limit}\n`);
  if (options.report !== undefined) writeFileSync(options.report, reportPage(result, new Date()));
  hasFailed = !isLossless(result);
} catch (error) {
  if (!stopping.signal.aborted) throw error;
  screen.say("stopped");
} finally {
  await environment.remove(hasFailed && !stopping.signal.aborted);
}
process.exitCode = hasFailed ? 1 : 0;
