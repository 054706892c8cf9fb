import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEntry, anExit, type TestGateway } from "../gateway.fixture.js";

interface Answer {
  readonly accepted?: number;
  readonly refused?: number;
  readonly code?: string;
  readonly events?: readonly Record<string, unknown>[];
}

describe("events that are sent by HTTP", () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await aGateway()));
  afterAll(() => gateway.stop());

  const sent = async (body: unknown, headers?: Readonly<Record<string, string>>) => {
    const answer = await gateway.post(body, headers);
    return { status: answer.status, headers: answer.headers, ...((await answer.json()) as Answer) };
  };

  it("are answered with 202 and the place of their status when the broker has them", async () => {
    const answer = await sent(anEntry({ id: "first" }));
    expect(answer).toMatchObject({ status: 202, accepted: 1, refused: 0 });
    const [event] = answer.events ?? [];
    expect(event).toEqual({ index: 0, id: "first", status: "queued", receipt: expect.any(String) });
    expect(answer.headers.get("location")).toBe(`/api/v1/events/${String(event?.["receipt"])}`);
    expect(await gateway.published()).toContainEqual({
      ...anEntry({ id: "first", lot_id: "main" }),
      entry_date_time: "2026-03-01T08:00:00.000Z",
    });
  });

  it("carry the trace of their request, and when they came", async () => {
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    await sent(anEntry({ id: "traced" }), { traceparent });
    await gateway.published();
    const delivery = gateway.deliveries.find(({ messageId }) => messageId === "traced");
    expect(delivery?.headers["traceparent"]).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/);
    expect(delivery?.headers["x-published-at"]).toBe(Date.UTC(2026, 2, 1, 12));
    expect(delivery?.exchange).toBe("parking.entries");
  });

  it("are judged each by itself: 207 when some are taken", async () => {
    const answer = await sent([
      anEntry({ id: "good" }),
      anExit({ exit_date_time: "yesterday" }),
      "no event",
      anExit({ vehicle_plate: "unknown" }),
    ]);
    expect(answer).toMatchObject({
      status: 207,
      accepted: 1,
      refused: 2,
      events: [
        { index: 0, id: "good", status: "queued" },
        { index: 1, status: "refused", code: "CONTRACT_BROKEN", retry: false },
        {
          index: 2,
          status: "refused",
          code: "CONTRACT_BROKEN",
          detail: "body: must be a JSON object",
        },
        { index: 3, status: "ignored", code: "NO_PLATE" },
      ],
    });
    expect(answer.events?.[1]?.["detail"]).toContain("exit_date_time: must be");
    expect(answer.headers.get("location")).toBeNull();
  });

  it("are answered with 422 when none is valid, with one code where all have the same", async () => {
    const late = anExit({ exit_date_time: "2026-02-01T00:00:00Z" });
    const ahead = anExit({ exit_date_time: "2026-03-01T14:00:00Z" });
    expect(await sent(late)).toMatchObject({ status: 422, code: "TOO_LATE" });
    expect(await sent([ahead, ahead])).toMatchObject({ status: 422, code: "FROM_THE_FUTURE" });
    const both = await sent([late, ahead]);
    expect(both).toMatchObject({ status: 422, code: "CONTRACT_BROKEN" });
    expect(both.events).toMatchObject([{ code: "TOO_LATE" }, { code: "FROM_THE_FUTURE" }]);
  });

  it("without a plate are nobody's fault: 202", async () => {
    for (const plate of [null, "--", "无牌车"]) {
      const answer = await sent(anEntry({ vehicle_plate: plate }));
      expect(answer).toMatchObject({ status: 202, accepted: 0, refused: 0 });
    }
  });

  it("may be an array of 1,000, and not of none or more", async () => {
    const many = (length: number) =>
      Array.from({ length }, (_, index) => anEntry({ id: `m${index}` }));
    expect(await sent(many(1_000))).toMatchObject({ status: 202, accepted: 1_000 });
    expect(await sent(many(1_001))).toMatchObject({ status: 413, code: "BODY_TOO_LARGE" });
    expect(await sent([])).toMatchObject({ status: 422, code: "CONTRACT_BROKEN" });
  });

  it("may be lines of JSON, of which each broken one is refused by itself", async () => {
    const lines = `${JSON.stringify(anEntry({ id: "l1" }))}\r\n\n{"id":\n${JSON.stringify(anExit({ id: "l2" }))}`;
    const type = { "content-type": "application/x-ndjson" };
    expect(await sent(lines, type)).toMatchObject({
      status: 207,
      accepted: 2,
      events: [{ id: "l1" }, { code: "NOT_JSON", retry: false }, { id: "l2" }],
    });
    expect(await sent("{\n[", type)).toMatchObject({ status: 400, code: "NOT_JSON" });
  });

  it("name their kind by their time, by `type`, or are refused", async () => {
    const times = { ...anEntry(), ...anExit() };
    expect(await sent({ ...times, type: "exit" })).toMatchObject({ status: 202 });
    for (const broken of [times, { id: "n1", vehicle_plate: "AB1" }, anEntry({ type: "in" })]) {
      const answer = await sent(broken);
      expect(answer).toMatchObject({ status: 422, events: [{ code: "CONTRACT_BROKEN" }] });
      expect(answer.events?.[0]?.["detail"]).toMatch(/^type: must be/);
    }
    expect(await sent(anEntry({ type: "exit" }))).toMatchObject({ status: 422 });
  });

  it("without an id get one that is the same whenever they are sent again", async () => {
    const { id: _, ...nameless } = anEntry({ gate_id: "north-1" });
    const idOf = async (body: unknown, headers?: Readonly<Record<string, string>>) =>
      (await sent(body, headers)).events?.[0]?.["id"];
    const id = await idOf(nameless);
    expect(id).toMatch(/^h-[a-z2-7]{26}$/);
    expect(await idOf({ ...nameless, vehicle_plate: "ab123cd", id: null })).toBe(id);
    expect(await idOf([nameless, anExit()])).toBe(id);
    const key = { "idempotency-key": "passage 7" };
    expect(await idOf(nameless, key)).not.toBe(id);
    expect(await idOf(nameless, key)).toBe(await idOf([nameless], key));
    const others = [
      { ...nameless, gate_id: "north-2" },
      { ...nameless, lot_id: "roof" },
      { ...nameless, entry_date_time: "2026-03-01T08:00:00.001Z" },
    ];
    for (const other of others) expect(await idOf(other)).not.toBe(id);
  });

  it("name those of their optional fields that could not be read", async () => {
    const answer = await sent(anEntry({ confidence: "high", gate_id: 7 }));
    expect(answer.events).toMatchObject([
      { status: "queued", ignored_fields: ["gate_id", "confidence"] },
    ]);
  });
});

it("an event without an id is refused by a gateway without a key for ids", async () => {
  const gateway = await aGateway({ env: { EVENT_ID_KEY: "" } });
  const answer = await gateway.post(anEntry({ id: undefined }));
  expect([answer.status, await answer.text()]).toEqual([
    422,
    expect.stringContaining("EVENT_ID_KEY"),
  ]);
  await gateway.stop();
});
