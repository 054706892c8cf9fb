import type { OwnServices } from "@boomgate/e2e";
import type { Row } from "./rows.js";
import type { QueueType } from "./with-row.js";

/** Parameters that all parts of a run share. */
export interface Bench {
  readonly rows: readonly Row[];
  readonly services: OwnServices;
  readonly queueType: QueueType;
  readonly rounds: number;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}
