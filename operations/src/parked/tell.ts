import { printableLines } from "@boomgate/platform/text";

/** The result, on standard output. */
export const tell = (text: string): void => void process.stdout.write(`${printableLines(text)}\n`);

/** What the person should know beside it, on standard error. */
export const warn = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);
