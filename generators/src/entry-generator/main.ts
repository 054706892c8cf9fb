import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { generatorProcessSettings, runGenerator } from "../run-generator.js";
import { entryGeneratorSettings } from "../settings.js";
import { startEntryGenerator } from "./start-entry-generator.js";

const settings = { ...generatorProcessSettings, ...entryGeneratorSettings };
const config = readConfigOrExit(settings, process.env);

await runGenerator("entry-generator", config, (parts) => startEntryGenerator({ ...parts, config }));
