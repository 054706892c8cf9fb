import { reconciliationTable } from "@boomgate/embedded";
import { parseOptions } from "./options.js";
import { run } from "./run.js";
import { openEnvironment } from "./environment.js";

const options = parseOptions(process.argv.slice(2));
const print = (line: string) => process.stdout.write(`${line}\n`);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const environment = await openEnvironment(options.queueType);
for (const [name, report] of Object.entries(environment.reports)) print(`${name}: ${report.state}`);
let hasFailed = true;
try {
  const reconciliation = await run(environment, options, print, stopping.signal);
  print(reconciliationTable(reconciliation));
  hasFailed = reconciliation.differences.length > 0 || reconciliation.publishedEvents === 0;
} catch (error) {
  if (!stopping.signal.aborted) throw error;
  print("stopped");
} finally {
  await environment.remove(hasFailed && !stopping.signal.aborted);
  if (hasFailed && !stopping.signal.aborted)
    print(`failed; the logs of the services are in ${environment.folder}`);
}
process.exitCode = hasFailed ? 1 : 0;
