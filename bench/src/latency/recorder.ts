import { writeFileSync } from "node:fs";

/** One event at its consumer; instants are ms since 1970, with fractions. */
export interface Sample {
  readonly queue: string;
  readonly publishedMs: number;
  /** Delivered to the program. */
  readonly startedMs: number;
  /** Acked. */
  readonly doneMs: number;
}

export const instantMs = (): number => performance.timeOrigin + performance.now();

/** Keeps samples in memory and writes them to the file when the process exits. */
export class Recorder {
  private readonly samples: Sample[] = [];

  constructor(file: string) {
    process.on("exit", () => writeFileSync(file, JSON.stringify(this.samples)));
  }

  record(sample: Sample): void {
    this.samples.push(sample);
  }
}
