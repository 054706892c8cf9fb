import { afterEach, expect, it } from "vitest";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { aGateway, anEntry, NOW_MS, type TestGateway } from "../gateway.fixture.js";
import {
  LedgerOffError,
  LedgerRefusedError,
  type LedgerRead,
  type ReadLedger,
  type ReadQuery,
} from "../ports/read-ledger.js";

let gateway: TestGateway;
afterEach(() => gateway.stop());

const LEDGER_READ: LedgerRead = {
  kind: "entry",
  lotId: "main",
  id: "e1",
  at: new Date("2026-03-01T08:00:00Z"),
  state: "closed",
  since: new Date("2026-03-01T09:00:00Z"),
  stayId: "s-1",
};

/** A ledger whose answers the test decides. */
function aLedger(...reads: LedgerRead[]) {
  const asked: ReadQuery[] = [];
  const parkedAsked: unknown[][] = [];
  const ledger: ReadLedger & { fails?: Error } = {
    find: async (query, limit) => {
      asked.push(query);
      if (ledger.fails) throw ledger.fails;
      return reads.filter(({ id }) => id === query.id).slice(0, limit);
    },
    parked: async (query, limit, cursor) => {
      if (ledger.fails) throw ledger.fails;
      parkedAsked.push([query, limit, cursor]);
      return { reads: reads.slice(0, limit), nextCursor: "next" };
    },
  };
  return { ledger, asked, parkedAsked, reads };
}

const TOKENS = [
  "ingest name=north lots=main north-0123456789ab",
  "ingest name=south lots=roof south-0123456789ab",
  "admin admin-0123456789ab",
].join("\n");
const as = (name: string) => ({ authorization: `Bearer ${name}-0123456789ab` });

async function receiptOf(headers = {}): Promise<string> {
  const { events } = (await (await gateway.post(anEntry(), headers)).json()) as {
    events: { receipt: string }[];
  };
  return events[0]?.receipt ?? "";
}
const statusOf = async (receipt: string, query = "", headers = {}) => {
  const answer = await gateway.get(`/api/v1/events/${receipt}${query}`, headers);
  return { http: answer.status, ...((await answer.json()) as object) };
};

it("of an event is what the ledger has of exactly this event", async () => {
  const { ledger, asked, reads } = aLedger();
  gateway = await aGateway({ ledger });
  const receipt = await receiptOf();
  const queued = {
    id: "e1",
    type: "entry",
    status: "queued",
    since: new Date(NOW_MS).toISOString(),
  };
  expect(await statusOf(receipt)).toEqual({ http: 200, ...queued });
  expect(asked).toEqual([
    {
      kind: "entry",
      lotId: "main",
      plate: "AB123CD",
      id: "e1",
      at: new Date("2026-03-01T08:00:00Z"),
    },
  ]);
  reads.push(LEDGER_READ);
  expect(await statusOf(receipt)).toEqual({
    ...{ http: 200, id: "e1", type: "entry", status: "closed", stay_id: "s-1" },
    since: "2026-03-01T09:00:00.000Z",
  });
  reads.splice(0, 1, {
    ...LEDGER_READ,
    state: "parked",
    parkedCode: "TOO_LATE",
    stayId: undefined,
  });
  expect(await statusOf(receipt)).toMatchObject({ status: "parked", code: "TOO_LATE" });
});

it("is waited for while the event is queued", async () => {
  const { ledger, reads } = aLedger();
  gateway = await aGateway({ ledger });
  const receipt = await receiptOf();
  const waiting = statusOf(receipt, "?wait=20");
  setTimeout(() => reads.push(LEDGER_READ), 100);
  expect(await waiting).toMatchObject({ status: "closed" });
  reads.pop();
  expect(await statusOf(receipt, "?wait=0.1")).toMatchObject({ status: "queued" });
  for (const wait of ["31", "-1", "soon", ""]) {
    expect((await statusOf(receipt, `?wait=${wait}`)).http, wait).toBe(wait === "" ? 200 : 400);
  }
});

it("that is waited for is answered when the gateway stops", async () => {
  gateway = await aGateway({ ledger: aLedger().ledger });
  const waiting = statusOf(await receiptOf(), "?wait=30");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const beganMs = performance.now();
  await gateway.stop();
  expect(await waiting).toMatchObject({ status: "queued" });
  expect(performance.now() - beganMs).toBeLessThan(5_000);
});

it("is unknown when no queue and no backend can have the event any more", async () => {
  let nowMs = NOW_MS;
  let inHand = 1;
  const { ledger, reads } = aLedger();
  gateway = await aGateway({ ledger, nowMs: () => nowMs, inHand: async () => inHand });
  const receipt = await receiptOf();
  await gateway.published();
  nowMs += 60_000;
  expect(await statusOf(receipt)).toMatchObject({ status: "queued" });
  inHand = 0;
  nowMs += 1_000;
  expect(await statusOf(receipt)).toMatchObject({ status: "queued" }); // the ledger may be storing it
  nowMs += 6_000;
  expect(await statusOf(receipt)).toMatchObject({ status: "unknown", reason: expect.any(String) });
  reads.push(LEDGER_READ); // late, but here
  expect(await statusOf(receipt)).toMatchObject({ status: "closed" });
});

it("is queued as long as somebody cannot be asked whether the event is on its way", async () => {
  let nowMs = NOW_MS;
  const { ledger } = aLedger();
  gateway = await aGateway({ ledger, nowMs: () => nowMs });
  const receipt = await receiptOf();
  await gateway.published();
  nowMs += 3_600_000;
  expect(await statusOf(receipt)).toMatchObject({ status: "queued" });
});

it("is unknown where nobody keeps it, and 503 while the ledger is away", async () => {
  const { ledger } = aLedger();
  gateway = await aGateway({ ledger });
  const receipt = await receiptOf();
  ledger.fails = new LedgerOffError();
  expect(await statusOf(receipt)).toMatchObject({
    http: 200,
    status: "unknown",
    reason: expect.any(String),
  });
  ledger.fails = new DependencyUnavailableError("ledger", new Error("it is away"));
  expect(await statusOf(receipt)).toMatchObject({ http: 503, code: "DEPENDENCY_UNAVAILABLE" });
});

it("is shown to the account that sent the event, and to an admin", async () => {
  const { ledger } = aLedger(LEDGER_READ, { ...LEDGER_READ, lotId: "roof" });
  gateway = await aGateway({ ledger, env: { API_TOKENS: TOKENS } });
  const receipt = await receiptOf(as("north"));
  expect(await statusOf(receipt, "", as("north"))).toMatchObject({ http: 200 });
  expect(await statusOf(receipt, "", as("south"))).toMatchObject({
    http: 404,
    code: "NO_SUCH_EVENT",
  });
  expect(await statusOf(receipt, "", as("admin"))).toMatchObject({ http: 200 });
  expect(await statusOf(receipt)).toMatchObject({ http: 401 });
  expect(await statusOf("bg1.AAAA", "", as("north"))).toMatchObject({
    http: 404,
    code: "NO_SUCH_EVENT",
  });
});

it("is found by the id as well, of the lots of the token", async () => {
  const { ledger, asked } = aLedger(LEDGER_READ, { ...LEDGER_READ, lotId: "roof" });
  gateway = await aGateway({ ledger, env: { API_TOKENS: TOKENS } });
  const list = async (query: string, name: string) => {
    const answer = await gateway.get(`/api/v1/events?${query}`, as(name));
    return (await answer.json()) as { events?: readonly { lot_id: string }[]; code?: string };
  };
  expect((await list("id=e1", "admin")).events).toHaveLength(2);
  expect((await list("id=e1&type=entry&plate=ab-1&lot=roof", "south")).events).toMatchObject([
    {
      id: "e1",
      type: "entry",
      status: "closed",
      lot_id: "roof",
      date_time: "2026-03-01T08:00:00.000Z",
    },
  ]);
  expect(asked.at(-1)).toEqual({ id: "e1", kind: "entry", plate: "ab-1", lotId: "roof" });
  for (const query of [
    "",
    "id=",
    "id=e1&type=in",
    "id=e1&plate=%20",
    "id=e1&status=open",
    "id=%00",
  ]) {
    expect(await list(query, "admin"), query).toMatchObject({ code: "PARAMETER" });
  }
});

it("of events that could not be processed is paged, for one lot of the token", async () => {
  const parked: LedgerRead = { ...LEDGER_READ, state: "parked", parkedCode: "TOO_LATE" };
  const { ledger, parkedAsked } = aLedger({ ...parked, stayId: undefined });
  const tokens = `${TOKENS}\ningest name=both lots=main,roof both-0123456789ab`;
  gateway = await aGateway({ ledger, env: { API_TOKENS: tokens } });
  const list = async (query: string, name: string) => {
    const answer = await gateway.get(`/api/v1/events?status=parked${query}`, as(name));
    return (await answer.json()) as { code?: string };
  };
  expect(await list("&limit=7&cursor=abc", "admin")).toMatchObject({
    events: [{ id: "e1", status: "parked", code: "TOO_LATE", lot_id: "main" }],
    next_cursor: "next",
  });
  await list("&type=entry&plate=ab1&id=e1", "north");
  await list("&lot=roof", "both");
  expect(parkedAsked).toEqual([
    [{}, 7, "abc"],
    [{ id: "e1", kind: "entry", plate: "ab1", lotId: "main" }, 100, undefined],
    [{ lotId: "roof" }, 100, undefined],
  ]);
  expect(await list("", "both")).toMatchObject({ code: "PARAMETER" });
  expect(await list("&lot=roof", "north")).toMatchObject({ code: "FORBIDDEN" });
  for (const query of ["&limit=0", "&limit=101", "&limit=x"]) {
    expect(await list(query, "admin"), query).toMatchObject({ code: "PARAMETER" });
  }
  ledger.fails = new LedgerRefusedError("cursor: is not a cursor of this list");
  expect(await list("&cursor=x", "admin")).toMatchObject({ code: "PARAMETER" });
  ledger.fails = new LedgerOffError();
  expect(await list("", "admin")).toMatchObject({ code: "LEDGER_OFF" });
});
