import { markdownTable } from "../markdown.js";
import { SERVICES, totalCpu } from "../service-cpu.js";
import type { Growth } from "./run-growth.js";

const HEAD = [
  "Events",
  "Plates inside",
  "Events/s",
  "Backend CPU s/100k",
  "Broker",
  "Redis",
  "Sink",
  "Database",
  "All",
  "Backend peak MB",
  "Redis bytes/plate inside",
  "Redis bytes/closed stay",
];

export const growthTable = (lines: readonly Growth[]): string =>
  markdownTable(
    HEAD,
    lines.map((line) => [
      line.events,
      line.plates,
      Math.round(line.eventsPerSecond),
      ...SERVICES.map((name) => line.cpu[name].toFixed(1)),
      totalCpu(line.cpu).toFixed(1),
      Math.round(line.peakMegabytes),
      Math.round(line.redisBytesPerPlate),
      Math.round(line.redisBytesPerClosedStay),
    ]),
  );
