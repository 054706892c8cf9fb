import { printableLines } from "@boomgate/platform/text";

/** Prints a result on standard output. */
export const print = (text: string): void => void process.stdout.write(`${printableLines(text)}\n`);

/** Prints a warning or an error on standard error. */
export const warn = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);
