import type { Config, Settings } from "./read-config.js";
import { withoutSecrets } from "./without-secrets.js";

const HIDDEN = "***";

/**
 * The settings as they may be logged: no secret, and of each URL the place alone. By the names of the
 * environment variables; what is not set is left out.
 */
export function redacted<S extends Settings>(
  settings: S,
  config: Config<S>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(settings).map(([name, { hides }]) => {
    const value: unknown = config[name];
    if (value === undefined || hides === undefined) return [name, value];
    return [name, hides === "all" ? HIDDEN : placeOf(value)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Readonly<
    Record<string, unknown>
  >;
}

const placeOf = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(placeOf) : withoutSecrets(String(value));
