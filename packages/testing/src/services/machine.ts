import { availableParallelism, cpus, release, totalmem } from "node:os";

/** "Linux 6.1.0": without the name of the distributor's build. */
export const linux = (): string => `Linux ${release().split("-")[0] ?? ""}`;

/** What the numbers of a run were measured on. */
export const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ` +
  `${Math.round(totalmem() / 2 ** 30)} GiB, ${linux()}, Node ${process.version}`;
