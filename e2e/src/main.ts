import { reconciliationTable } from "@boomgate/embedded";
import { parseOptions } from "./options.js";
import { run } from "./run.js";
import { setStage } from "./stage.js";

const options = parseOptions(process.argv.slice(2));
const tell = (line: string) => process.stdout.write(`${line}\n`);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const stage = await setStage(options.queueType);
for (const [name, report] of Object.entries(stage.reports)) tell(`${name}: ${report.state}`);
let hasFailed = true;
try {
  const reconciliation = await run(stage, options, tell, stopping.signal);
  tell(reconciliationTable(reconciliation));
  hasFailed = reconciliation.differences.length > 0 || reconciliation.publishedEvents === 0;
} catch (error) {
  if (!stopping.signal.aborted) throw error;
  tell("stopped");
} finally {
  await stage.strike(hasFailed && !stopping.signal.aborted);
  if (hasFailed && !stopping.signal.aborted)
    tell(`failed; the logs of the services are in ${stage.folder}`);
}
process.exitCode = hasFailed ? 1 : 0;
