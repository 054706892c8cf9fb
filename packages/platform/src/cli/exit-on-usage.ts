import type { CommanderError } from "commander";

const EXIT_USAGE = 64;

/** For `exitOverride` of a command: the process ends with 0 after --help, with 64 for a wrong option. */
export const exitOnUsage = ({ exitCode }: CommanderError): never =>
  process.exit(exitCode === 0 ? 0 : EXIT_USAGE);
