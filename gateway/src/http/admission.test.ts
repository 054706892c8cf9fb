import { afterEach, expect, it } from "vitest";
import type { EventBroker } from "../adapters/late-broker.js";
import {
  aGateway,
  anEntry,
  anExit,
  type GatewaySetup,
  type TestGateway,
} from "../gateway.fixture.js";

let gateway: TestGateway;
afterEach(() => gateway.stop());

/** A broker whose answers the test decides. */
function aBroker(state = { connected: true, blocked: false }, depth = 0) {
  const published: (() => void)[] = [];
  const broker: EventBroker & { state: typeof state; depths: number } = {
    state,
    depths: depth,
    publish: () => new Promise<void>((resolve) => void published.push(resolve)),
    depth: async () => broker.depths,
  };
  return { broker, confirm: () => published.splice(0).forEach((resolve) => resolve()), published };
}

const over = async (setup: GatewaySetup) => void (gateway = await aGateway(setup));

async function refusalOf(sending: Promise<Response>) {
  const answer = await sending;
  const { code } = (await answer.json()) as { code: string };
  const after = Number(answer.headers.get("retry-after"));
  expect(after >= 1 && Number.isInteger(after)).toBe(true);
  return [answer.status, code];
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

it("a broker that was never reached, or blocks publishers, takes no events", async () => {
  const { broker } = aBroker({ connected: false, blocked: false });
  await over({ broker });
  expect(await refusalOf(gateway.post(anEntry()))).toEqual([503, "BROKER_AWAY"]);
  expect(gateway.readiness()).toEqual({ gateway: true, broker: false });
  broker.state = { connected: true, blocked: true };
  expect(await refusalOf(gateway.post(anEntry()))).toEqual([503, "BROKER_AWAY"]);
});

it("a connection that is lost for less than 250 ms is not noticed", async () => {
  const { broker, confirm, published } = aBroker();
  await over({ broker });
  broker.state = { connected: false, blocked: false };
  const sending = gateway.post(anEntry());
  await until(() => published.length === 1);
  broker.state = { connected: true, blocked: false };
  confirm();
  expect((await sending).status).toBe(202);
  broker.state = { connected: false, blocked: false };
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect(await refusalOf(gateway.post(anEntry()))).toEqual([503, "BROKER_AWAY"]);
});

it("events whose confirm is awaited fill the gateway, also when their senders no longer wait", async () => {
  const { broker, confirm, published } = aBroker();
  await over({ broker, env: { IN_FLIGHT_EVENTS: "3", CONFIRM_TIMEOUT_MS: "50" } });
  const first = gateway.post([anEntry({ id: "a" }), anEntry({ id: "b" })]);
  await until(() => published.length === 1); // one array
  expect(await refusalOf(gateway.post([anEntry(), anEntry()]))).toEqual([503, "GATEWAY_FULL"]);
  expect(await refusalOf(first)).toEqual([503, "NOT_CONFIRMED"]);
  expect(await refusalOf(gateway.post([anEntry(), anEntry()]))).toEqual([503, "GATEWAY_FULL"]);
  confirm();
  const third = gateway.post([anEntry(), anEntry(), anEntry()]);
  await until(() => published.length === 1);
  confirm();
  expect((await third).status).toBe(202);
  const stats = (await (await gateway.get("/api/v1/stats")).json()) as object;
  expect(stats).toMatchObject({
    accepted: 3,
    refused: { GATEWAY_FULL: 2, NOT_CONFIRMED: 2 },
    batches: 2,
    in_flight: { events: 0, bytes: 0 },
  });
});

it("what the broker confirmed of a request is queued, the rest may be sent again", async () => {
  let count = 0;
  const { broker } = aBroker();
  broker.publish = async () => {
    count += 1;
    if (count === 2) throw new Error("the channel was closed");
  };
  await over({ broker });
  const answer = await gateway.post([anEntry(), anExit()]);
  expect(answer.status).toBe(207);
  expect(await answer.json()).toMatchObject({
    accepted: 1,
    refused: 1,
    events: [{ status: "queued" }, { status: "refused", code: "NOT_CONFIRMED", retry: true }],
  });
});

it("a long backlog refuses events until it is shorter", async () => {
  const { broker } = aBroker({ connected: true, blocked: false }, 6);
  broker.publish = async () => undefined;
  await over({ broker, env: { BACKLOG_LIMIT: "10" } });
  await expect.poll(async () => (await gateway.post(anEntry())).status).toBe(503);
  expect(await refusalOf(gateway.post(anEntry()))).toEqual([503, "BACKLOG_FULL"]);
  broker.depths = 5;
  await expect.poll(async () => (await gateway.post(anEntry())).status).toBe(202);
});

it("an account is held to its rate, and another one is not", async () => {
  const tokens =
    "ingest name=north rate=2 north-0123456789ab\ningest name=south south-0123456789ab";
  await over({ env: { API_TOKENS: tokens } });
  const send = (token: string, body: unknown) =>
    gateway.post(body, { authorization: `Bearer ${token}` });
  const many = Array.from({ length: 5 }, (_, index) => anEntry({ id: `r${index}` }));
  expect((await send("north-0123456789ab", many)).status).toBe(202);
  const refused = await send("north-0123456789ab", anEntry());
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(2);
  expect(await refusalOf(Promise.resolve(refused))).toEqual([429, "TOO_FAST"]);
  expect((await send("south-0123456789ab", many)).status).toBe(202);
});

it("a token sends events of its lots alone, and is needed", async () => {
  const token = "north-0123456789ab";
  await over({
    env: {
      API_TOKENS: `ingest name=north lots=north,the%20roof ${token}\nread reader-0123456789ab`,
    },
  });
  const headers = { authorization: `Bearer ${token}` };
  const lots = ["north", " the  roof ", "main"].map((lot_id, index) =>
    anEntry({ id: `l${index}`, lot_id }),
  );
  const answer = await gateway.post(lots, headers);
  expect(await answer.json()).toMatchObject({
    accepted: 2,
    events: [{ status: "queued" }, { status: "queued" }, { code: "FORBIDDEN", retry: false }],
  });
  expect((await gateway.post(anEntry(), headers)).status).toBe(403);
  expect((await gateway.post(anEntry())).status).toBe(401);
  expect(
    (await gateway.post(anEntry(), { authorization: "Bearer reader-0123456789ab" })).status,
  ).toBe(403);
});

it("a stopping gateway answers what it has, and closes the connections", async () => {
  const { broker, confirm, published } = aBroker();
  await over({ broker });
  const sending = gateway.post(anEntry());
  await until(() => published.length === 1);
  const stopping = gateway.stop();
  expect(gateway.readiness()).toMatchObject({ gateway: false });
  await expect(gateway.post(anEntry())).rejects.toThrow(); // no new connection
  confirm();
  expect((await sending).status).toBe(202);
  await stopping;
});
