import { numberOption } from "@boomgate/platform/cli";
import { type Command, Option } from "commander";

/** Recall above it, or false merges within it: what ends a program with 1. */
export function addLimitOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--min-recall <share>", "fail when fewer of the true stays are found")
        .argParser(numberOption({ min: 0, max: 1, whole: false }))
        .default(0),
    )
    .addOption(
      new Option("--max-false-merges <number>", "fail when more stays span two visits")
        .argParser(numberOption({ min: 0 }))
        .default(0),
    );
}
