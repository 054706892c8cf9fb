import type { ServerResponse } from "node:http";
import { ProblemError } from "@boomgate/http";
import { PROBLEMS } from "./problem-catalogue.js";

/** Exports at the same time; each has a page or two in memory. */
const MAX_EXPORTS = 16;
/** A reader that reads nothing for this long is disconnected. */
const STALLED_MS = 60_000;

/** Bounds the exports under way, of whatever rows. */
export class ExportTurns {
  private underWay = 0;

  constructor(private readonly stalledMs = STALLED_MS) {}

  /** Until the end of the answer. @throws {ProblemError} when too many are under way */
  begin(response: ServerResponse): void {
    if (this.underWay >= MAX_EXPORTS) throw new ProblemError(PROBLEMS.TOO_MANY_EXPORTS);
    this.underWay += 1;
    response.once("close", () => (this.underWay -= 1));
    response.setTimeout(this.stalledMs, () => response.destroy());
  }
}
