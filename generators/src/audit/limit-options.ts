import { numberOption } from "@boomgate/platform/cli";
import { type Command, Option } from "commander";

/** The limits of an audit; a program whose audit breaks one ends with 1. */
export function addLimitOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--min-recall <share>", "fail when a smaller share of the true stays is found")
        .argParser(numberOption({ min: 0, max: 1, whole: false }))
        .default(0),
    )
    .addOption(
      new Option("--max-false-merges <number>", "fail when more stays are made of two visits")
        .argParser(numberOption({ min: 0 }))
        .default(0),
    );
}
