import { availableParallelism, cpus, release, totalmem } from "node:os";

/** What the numbers of a run were measured on. */
export const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ` +
  `${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`;
