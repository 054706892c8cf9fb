import { closeSync, openSync } from "node:fs";
import { InvalidArgumentError } from "commander";

/** Reads the name of a file to write at the end of a long run: whether that will work is known before. */
export function fileOption(text: string): string {
  try {
    closeSync(openSync(text, "a"));
    return text;
  } catch (error) {
    throw new InvalidArgumentError(`cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
