import "reflect-metadata";
import { causeText } from "@boomgate/platform/errors";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { createLogger } from "@boomgate/platform/telemetry";
import { backendSettings } from "../config.js";
import { runCheck } from "./start-check.js";
import { type RebuildBegin, runRebuild } from "./start-rebuild.js";
import { isEqual, jsonOfCheck, reportOf } from "./check-report.js";
import { parseOptions } from "./options.js";

const options = parseOptions(process.argv.slice(2));
const config = readConfigOrExit(backendSettings, process.env);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const warn = (text: string): void => void process.stderr.write(`${text}\n`);
const log = createLogger({ service: "rebuild", level: "silent", showPlates: false });

if (options.check) await check();
else await rebuild();

async function check(): Promise<void> {
  try {
    const result = await runCheck(config, options, log);
    if (options.json) print(JSON.stringify(jsonOfCheck(result, options.plates)));
    else for (const line of reportOf(result, options.plates)) print(line);
    if (!isEqual(result)) process.exitCode = 1;
  } catch (error) {
    warn(causeText(error));
    process.exitCode = 1;
  }
}

async function rebuild(): Promise<void> {
  const beganMs = performance.now();
  let hasBegun = false;
  const onBegin = ({ place, waitMs, from, withoutLedger }: RebuildBegin) => {
    hasBegun = true;
    warn(`rebuilding ${place} from ${from}`);
    if (withoutLedger !== undefined) warn(`without the ledger: ${withoutLedger}`);
    if (waitMs > 0) warn(`waiting ${waitMs / 1_000} s for stays that are on their way to the sink`);
  };
  await runRebuild(config, options, log, onBegin, (done, parts, { plates }) => {
    if (process.stderr.isTTY) warn(`part ${done} of ${parts}: ${plates} plates so far`);
  }).then(
    (counts) => {
      const seconds = Math.round((performance.now() - beganMs) / 100) / 10;
      if (options.json) return print(JSON.stringify({ ...counts, seconds }));
      print(`${counts.plates} plates with ${counts.reads} reads rebuilt in ${seconds} s`);
      print(`${counts.announced} stays posted that the sink did not have, or had with other facts`);
      if (counts.refused > 0) warn(`${counts.refused} of them were refused by the sink`);
      if (counts.unplaced > 0) {
        warn(
          `${counts.unplaced} stays have a hash instead of a plate and their exit is not in the stream: left out`,
        );
      }
      return print("Redis is trusted again; backends that waited go on");
    },
    (error: unknown) => {
      warn(causeText(error));
      if (hasBegun) warn("Redis is not trusted, and events wait, until a rebuild succeeds");
      process.exitCode = 1;
    },
  );
}
