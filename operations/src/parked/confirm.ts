import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Asks on the terminal. Only "yes" is a yes; end of input and Ctrl-C are a no. */
export async function isConfirmed(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const closed = once(asking, "close").then(() => "");
  const answer = await Promise.race([asking.question(question).catch(() => ""), closed]);
  asking.close();
  return answer.trim().toLowerCase() === "yes";
}
