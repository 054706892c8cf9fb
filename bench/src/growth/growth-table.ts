import { markdownTable } from "../markdown.js";
import type { Growth } from "./run-growth.js";

const HEAD = [
  "Events",
  "Plates inside",
  "Events/s",
  "Backend CPU s/100k",
  "Backend peak MB",
  "Redis bytes/plate",
];

export const growthTable = (lines: readonly Growth[]): string =>
  markdownTable(
    HEAD,
    lines.map((line) => [
      line.events,
      line.plates,
      Math.round(line.eventsPerSecond),
      line.cpuSeconds.toFixed(1),
      Math.round(line.peakMegabytes),
      Math.round(line.redisBytesPerPlate),
    ]),
  );
