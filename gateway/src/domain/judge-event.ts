import {
  ContractError,
  type EntryEvent,
  type EventReading,
  type ExitEvent,
  readEntryEvent,
  readExitEvent,
} from "@boomgate/contracts";
import type { DerivedIds } from "./derived-id.js";
import { kindOf } from "./event-kind.js";
import type { Sender } from "./sender.js";

export interface JudgingRules {
  readonly reading: EventReading;
  /** How far in the past an event may lie. */
  readonly horizonMs: number;
  /** How far in the future an event may lie. */
  readonly maxAheadMs: number;
  /** Without it, an event needs an id of its own. */
  readonly derivedIds: DerivedIds | undefined;
}

/** Why an event is refused for good; a closed set, as it is a label. */
export const REFUSAL_CODES = [
  "CONTRACT_BROKEN",
  "FORBIDDEN",
  "FROM_THE_FUTURE",
  "NOT_JSON",
  "TOO_LATE",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Judgement =
  | { readonly kind: "taken"; readonly event: EntryEvent | ExitEvent }
  /** Nothing is wrong with the sender: its camera read no plate. */
  | { readonly kind: "no_plate" }
  | {
      readonly kind: "refused";
      readonly code: RefusalCode;
      /** Names each broken field, never a value: "exit_date_time: must be an RFC 3339 date with a zone". */
      readonly problems: readonly string[];
    };

/**
 * Decides about one event, whatever its neighbours are.
 * @param value - anything that JSON can hold
 * @param nowMs - since 1970
 */
export function judgeEvent(
  value: unknown,
  rules: JudgingRules,
  sender: Sender,
  nowMs: number,
): Judgement {
  try {
    return judge(value, rules, sender, nowMs);
  } catch (error) {
    if (error instanceof ContractError) return refused(error.code, ...error.problems);
    throw error;
  }
}

function judge(
  value: unknown,
  { reading, derivedIds, ...limits }: JudgingRules,
  sender: Sender,
  nowMs: number,
): Judgement {
  const kind = kindOf(value);
  const { id } = value as { readonly id?: unknown };
  const isNamed = id !== undefined && id !== null;
  if (!isNamed && derivedIds === undefined) {
    throw new ContractError("event", ["id: is missing, and this gateway has no EVENT_ID_KEY"]);
  }
  const named = isNamed ? value : { ...(value as object), id: "to be derived" };
  const event = kind === "entry" ? readEntryEvent(named, reading) : readExitEvent(named, reading);
  if (event.kind === "no_plate") return { kind: "no_plate" };
  if (sender.lots !== undefined && !sender.lots.has(event.lotId)) {
    return refused("FORBIDDEN", "lot_id: the token may not send events of this lot");
  }
  const outside = outsideOf(limits, event, nowMs);
  if (outside !== undefined) return outside;
  if (isNamed || derivedIds === undefined) return { kind: "taken", event };
  return { kind: "taken", event: { ...event, id: derivedIds(event, sender) } };
}

function outsideOf(
  { horizonMs, maxAheadMs }: Pick<JudgingRules, "horizonMs" | "maxAheadMs">,
  event: EntryEvent | ExitEvent,
  nowMs: number,
): Judgement | undefined {
  const [field, at] =
    event.kind === "entry"
      ? (["entry_date_time", event.enteredAt] as const)
      : (["exit_date_time", event.exitedAt] as const);
  if (at.getTime() > nowMs + maxAheadMs) {
    const text = `${field}: lies more than ${maxAheadMs / 1_000} s in the future`;
    return refused("FROM_THE_FUTURE", text);
  }
  if (at.getTime() < nowMs - horizonMs) {
    return refused("TOO_LATE", `${field}: lies more than ${horizonMs / 1_000} s in the past`);
  }
  return undefined;
}

const refused = (code: RefusalCode, ...problems: readonly string[]): Judgement => ({
  kind: "refused",
  code,
  problems,
});
