import type { OwnServices } from "@boomgate/e2e";
import type { Row } from "./rows.js";
import type { QueueType } from "./with-row.js";

/** What all parts of one run share. */
export interface Bench {
  readonly rows: readonly Row[];
  readonly services: OwnServices;
  readonly queueType: QueueType;
  readonly rounds: number;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}
