import { encodeEvent, eventExchangesOf, HEADERS } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { afterEach, describe, expect, it } from "vitest";
import {
  aBackend,
  names,
  STRANGE,
  stopAll,
  traceparent,
  until,
  visit,
} from "./container.fixture.js";

afterEach(stopAll);

describe("the backend", () => {
  it("announces a stay for an entry and its exit", async () => {
    const { enter, leave, posted, idle } = await aBackend();
    await enter("e1", 0);
    await leave("x1", 30);
    await until(() => posted.length > 0);
    await idle();
    expect(posted).toMatchObject([
      { exitEventId: "x1", status: "closed", entryEventId: "e1", durationSeconds: 1_800 },
    ]);
  });

  it.each([
    ["not JSON", "{", "CONTRACT_BROKEN"],
    ["an array", "[]", "CONTRACT_BROKEN"],
    ["an event without a plate", `{"id":"e1"}`, "CONTRACT_BROKEN"],
  ])("parks %s, with its cause", async (_name, body, code) => {
    const { send, parked } = await aBackend();
    await send(names.entryQueue, body);
    const [delivery] = await parked(1);
    expect(delivery?.body.toString()).toBe(body);
    expect(delivery?.messageId).toBe("m1");
    expect(delivery?.headers).toMatchObject({
      traceparent,
      [HEADERS.parkedCode]: code,
      [HEADERS.originalQueue]: names.entryQueue,
      [HEADERS.attempt]: 0,
    });
    expect(Date.parse(String(delivery?.headers[HEADERS.parkedAt]))).not.toBeNaN();
  });

  it("parks what came on a way that does not belong to its queue", async () => {
    const { send, parked, idle, backend } = await aBackend();
    const exit = encodeEvent({ kind: "exit", id: "x", ...visit, exitedAt: new Date() });
    await send("any", exit, { exchange: STRANGE });
    await send("any", exit, { exchange: eventExchangesOf(names).entry });
    const deliveries = await parked(3);
    await idle();
    expect(
      deliveries
        .map(({ headers }) => [headers[HEADERS.originalQueue], headers[HEADERS.parkedCode]].join())
        .toSorted(),
    ).toEqual([
      `${names.entryQueue},CONTRACT_BROKEN`,
      `${names.entryQueue},FOREIGN_EXCHANGE`,
      `${names.exitQueue},FOREIGN_EXCHANGE`,
    ]);
    expect(Object.values(await backend.readCounts()).every((count) => count === 0)).toBe(true);
  });

  it("copies no header that steers a broker, nor one that the sender wrote in our name", async () => {
    const { send, parked } = await aBackend();
    const theirs = {
      CC: ["vehicle_exits"],
      BCC: ["vehicle_exits"],
      "x-death": [{ queue: "vehicle_entries", reason: "expired" }],
      "x-delay": 5,
      [HEADERS.attempt]: 3,
      [HEADERS.replayCount]: 2,
      [HEADERS.parkedCode]: "TOO_LATE",
      [HEADERS.sender]: "{}",
      own: Buffer.from("bytes"),
    };
    await send(names.entryQueue, "{", { headers: { ...theirs, tracestate: "a=1" } });
    const [delivery] = await parked(1);
    const { [HEADERS.sender]: sender, ...headers } = delivery?.headers ?? {};
    expect(headers).toEqual({
      traceparent,
      tracestate: "a=1",
      [HEADERS.attempt]: 0,
      [HEADERS.originalQueue]: names.entryQueue,
      [HEADERS.parkedAt]: expect.any(String),
      [HEADERS.parkedCode]: "CONTRACT_BROKEN",
      [HEADERS.parkedReason]: expect.any(String),
    });
    expect(JSON.parse(sender as string)).toEqual({ headers: { ...theirs, own: "Ynl0ZXM=" } });
  });

  it("keeps what the sender wrote over retries and replays as it was", async () => {
    let isBroken = true;
    const { send, enter, posted, parked, retrying, idle } = await aBackend(() => {
      if (isBroken) throw new TypeError("a defect");
      return { status: 422, detail: "no" };
    });
    await enter("e1", 0);
    const exitedAt = new Date(Date.UTC(2026, 2, 1, 8, 30));
    const exit = encodeEvent({ kind: "exit", id: "x1", ...visit, exitedAt });
    await send(names.exitQueue, exit, { headers: { camera: "7" } });
    await until(async () => (await retrying()) === 1);
    isBroken = false;
    await until(() => posted.length > 0);
    await idle();
    const [delivery] = await parked(1);
    expect(delivery?.headers[HEADERS.sender]).toBe('{"headers":{"camera":"7"}}');
    expect(delivery?.headers[HEADERS.attempt]).toBe(1);
  });

  it("keeps both stays of cameras that use the same ids", async () => {
    const { enter, leave, posted, idle } = await aBackend();
    await enter("17", 0);
    await leave("17", 10);
    await enter("17", 20);
    await leave("17", 30);
    await idle();
    const closed = new Map(posted.map((stay) => [stay.stayId, stay.status]));
    expect([...closed.values()]).toEqual(["closed", "closed"]);
  });

  it("parks the event whose stay the sink refuses, with the sink's words", async () => {
    const { enter, leave, parked } = await aBackend(() => ({ status: 422, detail: "no such lot" }));
    await enter("e1", 0);
    await leave("x1", 30);
    const [delivery] = await parked(1);
    expect(delivery?.headers[HEADERS.parkedCode]).toBe("SUMMARY_REFUSED");
    expect(delivery?.headers[HEADERS.parkedReason]).toContain("422: no such lot");
  });

  it("tries what nobody foresaw again, later", async () => {
    let isBroken = true;
    const { enter, leave, posted, retrying, idle } = await aBackend(() => {
      if (isBroken) throw new TypeError("a defect");
      return "accepted";
    });
    await enter("e1", 0);
    await leave("x1", 30);
    await until(async () => (await retrying()) === 1);
    isBroken = false;
    await until(() => posted.length > 0);
    await idle();
    expect(posted).toMatchObject([{ exitEventId: "x1", status: "closed" }]);
  });

  it("holds exits while the sink is away, and lets entries pass", async () => {
    let isAway = true;
    const { backend, enter, leave, posted, idle } = await aBackend(() => {
      if (isAway) throw new DependencyUnavailableError("sink", new Error("down"));
      return "accepted";
    });
    await enter("e1", 0);
    await leave("x1", 30);
    await until(() => !backend.isReady.sink);
    await enter("e2", 40, "ZZ999ZZ");
    await until(async () => (await backend.readCounts()).open === 1);
    expect(backend.inHandCount).toBe(1);
    isAway = false;
    await idle();
    expect(backend.isReady).toEqual({
      ...{ consuming: true, broker: true, store: true, sink: true, ledger: true },
    });
    expect(posted.map(({ exitEventId }) => exitEventId)).toEqual(["x1"]);
  });

  it("gives what is in hand back when it stops while the sink is away", async () => {
    const { backend, enter, leave } = await aBackend(() => {
      throw new DependencyUnavailableError("sink", new Error("down"));
    });
    await enter("e1", 0);
    await leave("x1", 30);
    await until(() => !backend.isReady.sink);
    await backend.stop();
    expect(backend.inHandCount).toBe(0);
  });
});
