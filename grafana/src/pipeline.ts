import type { DashboardSpec } from "./layout.js";
import { costRows } from "./pipeline-costs.js";
import { inRows } from "./pipeline-in.js";
import { outRows } from "./pipeline-out.js";
import { wellRow } from "./pipeline-well.js";
import { workRows } from "./pipeline-work.js";

/** From gate to stay: in, waiting, processing, out, parked; then who asks for it and what it takes. */
export const pipeline: DashboardSpec = {
  uid: "boomgate-pipeline",
  title: "Pipeline",
  description:
    "The way of the events: in, waiting, processing, out, parked, asked; and what it takes.",
  rows: [wellRow, ...inRows, ...workRows, ...outRows, ...costRows],
};
