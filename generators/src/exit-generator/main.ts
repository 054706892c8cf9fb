import { orExit, readConfigOrExit } from "@boomgate/platform/lifecycle";
import { readOptions } from "../options.js";
import { generatorProcessSettings, runGenerator } from "../run-generator.js";
import { planOf } from "../scenarios/scenario-plan.js";
import { exitGeneratorSettings } from "../settings.js";
import { startExitGenerator } from "./start-exit-generator.js";

const settings = { ...generatorProcessSettings, ...exitGeneratorSettings };
const options = readOptions("exit-generator", process.argv.slice(2));
const config = readConfigOrExit(settings, { ...process.env, ...options });
const plan = orExit(() => planOf(config, Date.now()));

await runGenerator("exit-generator", { config, plan }, (parts) =>
  startExitGenerator({ ...parts, config }),
);
