/** Exit code of a process that was configured wrongly (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIG = 78;

/** The environment is incomplete or malformed. Lists every problem at once, never a value. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`configuration: ${count}\n  ${problems.join("\n  ")}`);
    this.name = "ConfigError";
  }
}
