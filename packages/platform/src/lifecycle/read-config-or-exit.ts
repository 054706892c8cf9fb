import {
  ConfigError,
  EXIT_CONFIG,
  readConfig,
  type Config,
  type Settings,
} from "../config/index.js";

/** For the first line of a main: prints what is wrong with the configuration to standard error and exits with 78. */
export const readConfigOrExit = <S extends Settings>(
  settings: S,
  env: NodeJS.ProcessEnv,
): Config<S> => orExit(() => readConfig(settings, env));

/** The same for what is read from settings later. */
export function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(EXIT_CONFIG);
  }
}
