import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { machine } from "@boomgate/testing";
import * as about from "./about-parts.js";
import { growthTable } from "./growth/growth-table.js";
import { withHeadline } from "./headline.js";
import { latencyTable } from "./latency/latency-table.js";
import { stepsTable } from "./latency/steps-table.js";
import { type Mark, marksOf } from "./marks/marks.js";
import { marksTable } from "./marks/marks-table.js";
import { withSections } from "./page-sections.js";
import { profileTable } from "./profile/profile-table.js";
import type { Tables } from "./tables.js";
import { throughputTable } from "./throughput/throughput-table.js";
import type { QueueType } from "./with-row.js";

interface HowMeasured {
  readonly command: string;
  readonly queueType: QueueType;
  /** Load average of the minute before the run: 0 on an idle machine. */
  readonly loadBefore: number;
}

const PAGE = new URL("../RESULTS.md", import.meta.url);
const README = new URL("../../README.md", import.meta.url);
const PARTS = ["marks", "throughput", "latency", "growth", "profile"] as const;
const ORDER = (["quorum", "classic"] as const).flatMap((queueType) =>
  PARTS.map((part) => nameOf(queueType, part)),
);
const HEAD = `\
# Results

Each section names the command that printed it. Compare the ratios: absolute rates depend on the machine and its load.`;

/** Undefined unless all parts with a mark were measured. */
export function marksReached(tables: Tables): readonly Mark[] | undefined {
  const { throughput, latency, growth } = tables;
  return throughput && latency && growth && marksOf(tables, availableParallelism());
}

/** Writes the tables into bench/RESULTS.md, and the headlines into the README when all parts ran on quorum queues. */
export function saveResults(tables: Tables, how: HowMeasured): void {
  const page = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  writeFileSync(PAGE, withSections(page, HEAD, ORDER, printedSections(tables, how)));
  const { throughput, latency, growth } = tables;
  if (how.queueType === "quorum" && throughput && latency && growth) {
    const measured = { throughput, latency, growth };
    const text = withHeadline(readFileSync(README, "utf8"), measured, how.loadBefore);
    writeFileSync(README, text);
  }
}

function printedSections(tables: Tables, how: HowMeasured): ReadonlyMap<string, string> {
  const { throughput, latency, growth, profile } = tables;
  const marks = marksReached(tables);
  const bodies: Readonly<Record<(typeof PARTS)[number], string | undefined>> = {
    marks: marks && `${about.ABOUT_MARKS}\n\n${marksTable(marks)}`,
    throughput: throughput && `${about.ABOUT_THROUGHPUT}\n\n${throughputTable(throughput)}`,
    latency:
      latency &&
      `${about.ABOUT_LATENCY}\n\n${latencyTable(latency)}\n\n${about.ABOUT_STEPS}\n\n${stepsTable(latency)}`,
    growth: growth && `${about.ABOUT_GROWTH}\n\n${growthTable(growth)}`,
    profile: profile && `${about.ABOUT_PROFILE}\n\n${profileTable(profile)}`,
  };
  const day = new Date().toISOString().slice(0, 10);
  const source = `Printed by \`${how.command}\` on ${day}: ${machine()}, load ${how.loadBefore.toFixed(1)} before it.`;
  return new Map(
    PARTS.flatMap((part) => {
      const body = bodies[part];
      if (body === undefined) return [];
      const heading = `## ${TITLES[part]}, ${how.queueType} queues`;
      return [[nameOf(how.queueType, part), `${heading}\n\n${source}\n\n${body}`] as const];
    }),
  );
}

const TITLES: Readonly<Record<(typeof PARTS)[number], string>> = {
  marks: "Marks",
  throughput: "Throughput and CPU",
  latency: "Latency",
  growth: "Cost of an event as their number grows",
  profile: "Where the time goes",
};

function nameOf(queueType: QueueType, part: (typeof PARTS)[number]): string {
  return `${queueType}: ${part}`;
}
