import type { DashboardSpec } from "./layout.js";
import { arrivalRows } from "./pipeline-arrivals.js";
import { workRows } from "./pipeline-work.js";

/** From gate to stay: in, waiting, processing, out, parked. */
export const pipeline: DashboardSpec = {
  uid: "boomgate-pipeline",
  title: "Pipeline",
  description: "The way of the events: in, waiting, processing, out, parked.",
  rows: [...arrivalRows, ...workRows],
};
