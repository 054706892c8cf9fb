import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.js";
import type { Setting } from "./settings.js";

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Config<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never;
};

/**
 * Reads one service's settings; each may also come from the file named by `NAME_FILE`. An empty
 * variable counts as absent, as Compose passes unset variables on as empty.
 * @throws {ConfigError} listing every missing or malformed variable, never a value
 */
export function readConfig<S extends Settings>(settings: S, env: NodeJS.ProcessEnv): Config<S> {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) {
    try {
      config[name] = readSetting(name, setting, env);
    } catch (error) {
      if (!(error instanceof SettingProblem)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config<S>;
}

class SettingProblem extends Error {}

function readSetting(name: string, setting: Setting<unknown>, env: NodeJS.ProcessEnv): unknown {
  const value = readValue(name, setting, env);
  if (value === undefined) {
    if (setting.required) throw new SettingProblem(`${name}: is required (${setting.doc})`);
    return setting.fallback;
  }
  const result = setting.schema.safeParse(value);
  if (result.success) return result.data;
  throw new SettingProblem(`${name}: ${result.error.issues[0]?.message ?? "is malformed"}`);
}

function readValue(
  name: string,
  { isNeverInFile = false }: Setting<unknown>,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const direct = env[name] || undefined;
  if (isNeverInFile) return direct;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return direct;
  if (direct !== undefined) {
    throw new SettingProblem(`${name}: is set both directly and by ${name}_FILE`);
  }
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingProblem(`${name}_FILE: cannot be read (${code ?? "unknown error"})`);
  }
}
