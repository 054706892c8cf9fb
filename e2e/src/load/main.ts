import { openEnvironment } from "../environment.js";
import { parseOptions } from "./options.js";
import { factsOf, isLossless } from "./result.js";
import { runLoad } from "./run-load.js";

const options = parseOptions(process.argv.slice(2));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const environment = await openEnvironment(options.queueType);
for (const [name, report] of Object.entries(environment.reports)) print(`${name}: ${report.state}`);
let hasFailed = true;
try {
  const result = await runLoad(environment, options, print, stopping.signal);
  for (const [name, value] of factsOf(result)) print(`${name.padEnd(60)}${value.padStart(14)}`);
  print(result.limit);
  hasFailed = !isLossless(result);
} catch (error) {
  if (!stopping.signal.aborted) throw error;
  print("stopped");
} finally {
  await environment.remove(hasFailed && !stopping.signal.aborted);
}
process.exitCode = hasFailed ? 1 : 0;
