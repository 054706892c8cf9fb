import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Truth, truthOf } from "./truth.js";
import { type TruthLine, truthLine } from "./truth-line.js";

/** A file cannot be read, or the files are not of one run. */
export class BadTruthError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "BadTruthError";
  }
}

/** @throws {BadTruthError} also when a file cannot be read */
export async function readTruth(paths: readonly string[]): Promise<Truth> {
  const lines: TruthLine[] = [];
  for (const path of paths) await readLines(path, lines);
  const truth = truthOf(lines);
  const names = new Set(
    truth.runs.map(({ scenario, seed, start }) => `${scenario} ${seed} ${start}`),
  );
  if (names.size > 1) throw new BadTruthError("the truth files are of different runs");
  if (truth.visits.length === 0) {
    throw new BadTruthError("the truth has no visits; the entry generator writes them");
  }
  return truth;
}

async function readLines(path: string, into: TruthLine[]): Promise<void> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path) })) {
      number += 1;
      if (line !== "") into.push(truthLine.parse(JSON.parse(line)));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const where = number === 0 ? "" : ` at line ${number}`;
    throw new BadTruthError(
      `${path} cannot be read${where} (${code ?? "no line of a truth file"})`,
    );
  }
}
