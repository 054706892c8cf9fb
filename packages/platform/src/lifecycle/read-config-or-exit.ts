import {
  ConfigError,
  EXIT_CONFIG,
  readConfig,
  type Config,
  type Settings,
} from "../config/index.js";

/** For the first line of a main: a wrong configuration is told on standard error and exits with 78. */
export function readConfigOrExit<S extends Settings>(
  settings: S,
  env: NodeJS.ProcessEnv,
): Config<S> {
  try {
    return readConfig(settings, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(EXIT_CONFIG);
  }
}
