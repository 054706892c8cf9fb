import {
  encodeEvent,
  HEADERS,
  lotOfDocument,
  parkedQueueOf,
  type QueueNames,
  type StaySummary,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { aftermathOf } from "./aftermath.js";
import { createBackendConfig } from "./backend-config.js";
import type { Plan, PlannedEvent } from "./plan.js";
import { loneVisitsOf, untrueStays } from "./truth.js";
import { ledgerViolationsOf } from "./ledger-violations.js";
import { violationsOf } from "./violations.js";
import {
  type AcceptedReads,
  plateTextOf,
  type PlateText,
  readOf,
  readTextOf,
} from "./world/accepted-reads.js";
import type { Coverage } from "./world/coverage.js";
import type { SimLedger } from "./world/sim-ledger.js";
import type { SimBroker } from "./world/sim-broker.js";

/** The clocks of processes, which stamp parked messages, differ from the true time by this at most. */
const CLOCKS_DIFFER_MS = 1_000;

/** A world at the end of a run. */
interface EndedWorld {
  readonly plan: Plan;
  readonly events: readonly PlannedEvent[];
  /** All messages with events, in the order of their publishing. */
  readonly published: readonly OutgoingMessage[];
  readonly accepted: AcceptedReads;
  readonly stays: ReadonlyMap<string, StaySummary>;
  readonly broker: SimBroker;
  readonly ledger: SimLedger;
  readonly names: QueueNames;
  readonly coverage: Coverage;
}

/** @returns sentences about what breaks the rule; empty when nothing does */
export function judge(world: EndedWorld): readonly string[] {
  const { accepted, broker, coverage, ledger, names, plan, stays } = world;
  const config = createBackendConfig(plan);
  const rules = {
    rereadWindowMs: config.REREAD_WINDOW_MS,
    clockSkewToleranceMs: config.CLOCK_SKEW_TOLERANCE_MS,
    maxStayMs: config.MAX_STAY_MS,
  };
  const events = new Map(world.events.map((event) => [encodeEvent(event).toString(), event]));
  const parkedMessages = broker.messagesIn(parkedQueueOf(names));
  const strange = parkedMessages.filter(({ body }) => !events.has(body.toString()));
  if (strange.length > 0) return strange.map(({ body }) => `parked, and no event: ${String(body)}`);
  const parked = parkedMessages.map(({ body, headers }) => ({
    event: events.get(body.toString()) as PlannedEvent,
    code: headers[HEADERS.parkedCode],
    atMs: Date.parse(String(headers[HEADERS.parkedAt])),
  }));
  count(
    coverage,
    stays,
    parked.map(({ code }) => code),
  );
  const isWhollyParked = whollyParkedIn(world.published, parkedMessages);
  const isStored = (event: PlannedEvent) => accepted.has(event) && !isWhollyParked(event);
  const lone = loneVisitsOf(plan, rules.clockSkewToleranceMs).filter(({ events: both }) =>
    both.every(isStored),
  );
  coverage.loneVisits += lone.length;
  coverage.loneTurnedRound += lone.filter(({ isTurnedRound }) => isTurnedRound).length;
  coverage.fullestHistory = Math.max(coverage.fullestHistory, accepted.fullestHistory);
  const plates = aftermathOf({
    events: world.events,
    accepted,
    stays,
    parked: parked.map(({ event }) => event),
    isWhollyParked,
  });
  const ledgerOf = (key: PlateText) => ({
    lotId: lotOfDocument(key),
    rows: ledger.of(key),
    wasEverSaved: (readText: string) => accepted.wasEverSaved(key, readText),
    parkedCodes: codesByRead(parked.filter(({ event }) => plateTextOf(event) === key)),
  });
  return [
    ...plates.flatMap((plate) => [
      ...violationsOf(plate, rules),
      ...ledgerViolationsOf(plate, ledgerOf(plate.key), rules),
    ]),
    ...untrueStays(lone, stays),
    ...parked.flatMap(({ event, code, atMs }) => {
      const read = readOf(event);
      const isLate = code !== "TOO_LATE" || atMs > read.atMs + config.HORIZON_MS - CLOCKS_DIFFER_MS;
      return isLate
        ? []
        : [`${readTextOf(read)} was parked as too late within a horizon, at ${atMs}`];
    }),
  ];
}

function codesByRead(
  parked: readonly { readonly event: PlannedEvent; readonly code: unknown }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>();
  for (const { event, code } of parked) {
    const text = readTextOf(readOf(event));
    codes.set(text, (codes.get(text) ?? new Set()).add(String(code)));
  }
  return codes;
}

/** False for a message whose stay the sink refused: its event was accepted. */
const isUnaccepted = ({ headers }: OutgoingMessage) =>
  headers[HEADERS.parkedCode] !== "SUMMARY_REFUSED";

/** Messages of one event differ in their time of publishing. */
function whollyParkedIn(
  published: readonly OutgoingMessage[],
  parked: readonly OutgoingMessage[],
): (event: PlannedEvent) => boolean {
  const messageOf = ({ body, headers }: OutgoingMessage) =>
    `${Number(headers[HEADERS.publishedAt])} ${body.toString()}`;
  const parkedMessages = new Set(parked.filter(isUnaccepted).map(messageOf));
  const others = new Set(
    published
      .filter((message) => !parkedMessages.has(messageOf(message)))
      .map(({ body }) => body.toString()),
  );
  return (event) => !others.has(encodeEvent(event).toString());
}

function count(
  coverage: Coverage,
  stays: ReadonlyMap<string, StaySummary>,
  parkedCodes: readonly unknown[],
): void {
  const statuses = [...stays.values()].map(({ status }) => status);
  coverage.runs += 1;
  coverage.parkedMessages += parkedCodes.length;
  coverage.closedStays += statuses.filter((status) => status === "closed").length;
  coverage.voidStays += statuses.filter((status) => status === "void").length;
  coverage.lateReads += parkedCodes.filter((code) => code === "TOO_LATE").length;
  coverage.aheadReads += parkedCodes.filter((code) => code === "FROM_THE_FUTURE").length;
  coverage.refusedStays += parkedCodes.filter((code) => code === "SUMMARY_REFUSED").length;
}
