import {
  decodeEntryEvent,
  decodeExitEvent,
  DEFAULT_READING,
  encodeEvent,
} from "@boomgate/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { anEntry, anExit, EVENT_ID_KEY, NOW_MS } from "../gateway.fixture.js";
import { createDerivedIds } from "./derived-id.js";
import { judgeEvent, type JudgingRules } from "./judge-event.js";
import type { Sender } from "./sender.js";

const RULES: JudgingRules = {
  reading: DEFAULT_READING,
  horizonMs: 86_400_000,
  maxAheadMs: 60_000,
  derivedIds: createDerivedIds(EVENT_ID_KEY),
};
const SENDER: Sender = { account: "north", lots: undefined, idempotencyKey: undefined };
const judge = (value: unknown, sender: Partial<Sender> = {}, rules: Partial<JudgingRules> = {}) =>
  judgeEvent(value, { ...RULES, ...rules }, { ...SENDER, ...sender }, NOW_MS);

/** Objects that look like events, with any JSON in any field. */
const anything = fc.record(
  Object.fromEntries(
    [
      "type",
      "id",
      "vehicle_plate",
      "entry_date_time",
      "exit_date_time",
      "lot_id",
      "confidence",
    ].map((name) => [
      name,
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom<unknown>("entry", "exit", "AB 123", "2026-03-01T08:00:00Z", "e1", null),
      ),
    ]),
  ),
  { requiredKeys: [] },
);

/** A good event, some of whose fields are replaced. */
const nearlyGood = fc
  .tuple(fc.constantFrom(anEntry(), anExit()), anything, fc.integer({ min: 0, max: 2 }))
  .map(([good, other, count]) => ({
    ...good,
    ...Object.fromEntries(Object.entries(other).slice(0, count)),
  }));

it("of anything is an answer, and what is taken is an event for the backend", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(nearlyGood, anything, fc.jsonValue()), (value) => {
      const judgement = judge(value);
      if (judgement.kind !== "taken") return;
      taken += 1;
      const { event } = judgement;
      const decode = event.kind === "entry" ? decodeEntryEvent : decodeExitEvent;
      const read = decode(encodeEvent(event));
      expect(read).toMatchObject({
        kind: event.kind,
        id: event.id,
        plate: event.plate,
        lotId: event.lotId,
      });
    }),
    { numRuns: 2_000 },
  );
  expect(taken).toBeGreaterThan(100);
});

it("never repeats a value that was sent", () => {
  const secret = "s3cret-value";
  for (const name of Object.keys(anEntry())) {
    const judgement = judge(
      anEntry({ [name]: name === "id" ? [secret] : `${secret}\u0000${"!".repeat(300)}` }),
    );
    expect(judgement).toMatchObject({ kind: "refused" });
    expect(JSON.stringify(judgement)).not.toContain(secret);
  }
});

it.each([
  [
    "just within the horizon",
    { entry_date_time: new Date(NOW_MS - 86_400_000).toISOString() },
    "taken",
  ],
  ["beyond it", { entry_date_time: new Date(NOW_MS - 86_400_001).toISOString() }, "TOO_LATE"],
  ["as far ahead as may be", { entry_date_time: new Date(NOW_MS + 60_000).toISOString() }, "taken"],
  [
    "further ahead",
    { entry_date_time: new Date(NOW_MS + 60_001).toISOString() },
    "FROM_THE_FUTURE",
  ],
  ["of a lot of the token", { lot_id: "  the   roof" }, "taken"],
  ["of another lot", { lot_id: "cellar" }, "FORBIDDEN"],
  ["of no lot, which is main", { lot_id: undefined }, "FORBIDDEN"],
])("of an event %s", (_what, change, expected) => {
  const judgement = judge(anEntry({ lot_id: "the roof", ...change }), {
    lots: new Set(["the roof"]),
  });
  expect("code" in judgement ? judgement.code : judgement.kind).toBe(expected);
});

it("makes ids that differ in each thing that makes an event another one, and in nothing else", () => {
  const idOf = (change: object = {}, sender: Partial<Sender> = {}) => {
    const judgement = judge(anEntry({ id: undefined, ...change }), sender);
    return judgement.kind === "taken" ? judgement.event.id : judgement.kind;
  };
  const same = [
    idOf(),
    idOf({ confidence: 0.4, candidates: [] }),
    idOf({ vehicle_plate: "ab123cd" }),
  ];
  expect(new Set(same).size).toBe(1);
  const { entry_date_time, ...rest } = anEntry({ id: undefined });
  const others = [
    ...[idOf({ gate_id: "g" }), idOf({ lot_id: "roof" }), idOf({ vehicle_plate: "AB123CE" })],
    idOf({ entry_date_time: "2026-03-01T08:00:00.001Z" }),
    idOf({}, { account: "south" }),
    idOf({}, { idempotencyKey: "1" }),
    idOf({}, { idempotencyKey: "2" }),
    // Each part stands behind its length, so they cannot be confused.
    ...[idOf({ lot_id: "ab", gate_id: "c" }), idOf({ lot_id: "a", gate_id: "bc" })],
  ];
  const exit = judge({ ...rest, exit_date_time: entry_date_time });
  if (exit.kind === "taken") others.push(exit.event.id);
  expect(new Set([...same, ...others]).size).toBe(11);
});

it("of events without an id needs a key", () => {
  const withoutKey = { derivedIds: undefined };
  expect(judge(anExit(), {}, withoutKey)).toMatchObject({ kind: "taken" });
  for (const id of [undefined, null]) {
    expect(judge(anExit({ id }), {}, withoutKey)).toMatchObject({
      code: "CONTRACT_BROKEN",
      problems: [expect.stringContaining("EVENT_ID_KEY")],
    });
  }
});
