import { orExit, readConfigOrExit } from "@boomgate/platform/lifecycle";
import { readOptions } from "../options.js";
import { generatorProcessSettings, runGenerator } from "../run-generator.js";
import { planOf } from "../scenarios/scenario-plan.js";
import { entryGeneratorSettings } from "../settings.js";
import { startEntryGenerator } from "./start-entry-generator.js";

const settings = { ...generatorProcessSettings, ...entryGeneratorSettings };
const options = readOptions("entry-generator", process.argv.slice(2));
const config = readConfigOrExit(settings, { ...process.env, ...options });
const plan = orExit(() => planOf(config, Date.now()));

await runGenerator("entry-generator", { config, plan }, (parts) =>
  startEntryGenerator({ ...parts, config }),
);
