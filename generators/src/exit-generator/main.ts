import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { generatorProcessSettings, runGenerator } from "../run-generator.js";
import { exitGeneratorSettings } from "../settings.js";
import { startExitGenerator } from "./start-exit-generator.js";

const settings = { ...generatorProcessSettings, ...exitGeneratorSettings };
const config = readConfigOrExit(settings, process.env);

await runGenerator("exit-generator", config, (parts) => startExitGenerator({ ...parts, config }));
