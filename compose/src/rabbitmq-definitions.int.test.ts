import { outcomesTopology, pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { connect } from "amqplib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { VIRTUAL_HOST } from "./accounts.js";
import { type StackBroker, startStackBroker } from "./broker-of-the-stack.fixture.js";
import { names } from "./rabbitmq-definitions.js";

type Channel = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["createConfirmChannel"]>>;

describeWithProgram("rabbitmq-server", "users of RabbitMQ", () => {
  let server: StackBroker;

  beforeAll(async () => {
    server = await startStackBroker();
  }, 60_000);
  afterAll(() => server.stop(), 30_000);

  /** How the broker answers: "done", or the code it closes the channel with. */
  async function answer(user: string, act: (channel: Channel) => Promise<unknown>) {
    const connection = await connect(server.urlOf(user));
    connection.on("error", () => {});
    const channel = await connection.createConfirmChannel();
    const closed = new Promise<string>((resolve) =>
      channel.on("error", (error: Error) => resolve(/\b\d{3}\b/.exec(error.message)?.[0] ?? "?")),
    );
    const acted = act(channel).then(
      () => "done",
      () => closed,
    );
    const result = await acted;
    await connection.close();
    return result;
  }

  const publish = (exchange: string, key: string) => async (channel: Channel) => {
    channel.publish(exchange, key, Buffer.from("{}"));
    await channel.waitForConfirms();
  };
  const consume = (queue: string) => (channel: Channel) => channel.consume(queue, () => {});
  const readStream = (stream: string) => async (channel: Channel) => {
    await channel.prefetch(1);
    await channel.consume(stream, () => {}, { arguments: { "x-stream-offset": "first" } });
  };
  const check = (queue: string) => (channel: Channel) => channel.checkQueue(queue);
  const declare = (queue: string) => (channel: Channel) => channel.assertQueue(queue);

  const FORBIDDEN = "403";
  it.each([
    ["entry-generator", "publish an entry", publish("parking.entries", ""), "done"],
    ["entry-generator", "publish an exit", publish("parking.exits", ""), FORBIDDEN],
    ["entry-generator", "go round the exchange", publish("", "vehicle_exits"), FORBIDDEN],
    ["entry-generator", "read entries", consume("vehicle_entries"), FORBIDDEN],
    ["entry-generator", "make a queue", declare("mine"), FORBIDDEN],
    ["exit-generator", "publish an exit", publish("parking.exits", ""), "done"],
    ["exit-generator", "publish an entry", publish("parking.entries", ""), FORBIDDEN],
    ["gateway", "publish an entry", publish("parking.entries", ""), "done"],
    ["gateway", "publish an exit", publish("parking.exits", ""), "done"],
    ["gateway", "ask how long a queue is", check("vehicle_exits"), "done"],
    ["gateway", "park what a camera sent", publish("parking.parked", ""), "done"],
    ["gateway", "read entries", consume("vehicle_entries"), FORBIDDEN],
    ["gateway", "go round the exchange", publish("", "vehicle_exits"), FORBIDDEN],
    ["gateway", "invent what became of events", publish("parking.outcomes", ""), FORBIDDEN],
    ["gateway", "read what was published", readStream("parking.audit"), FORBIDDEN],
    ["gateway", "make a queue", declare("mine"), FORBIDDEN],
    ["backend", "read entries", consume("vehicle_entries"), "done"],
    ["backend", "read exits", consume("vehicle_exits"), "done"],
    ["backend", "park", publish("parking.parked", ""), "done"],
    ["backend", "retry", publish("parking.retry.1s", "vehicle_entries"), "done"],
    ["backend", "read what is parked", consume("parking.parked"), FORBIDDEN],
    ["backend", "read what was published", readStream("parking.audit"), "done"],
    ["backend", "check that a stream exists", check("parking.epochs"), "done"],
    ["backend", "enter an epoch", publish("parking.epochs", ""), "done"],
    ["entry-generator", "read what was published", readStream("parking.audit"), FORBIDDEN],
    ["backend", "publish what became of events", publish("parking.outcomes", ""), "done"],
    ["backend", "look for the queue of the ledger", check("parking.outcomes"), "done"],
    ["backend", "read the ledger's queue", consume("parking.outcomes"), FORBIDDEN],
    ["summary-api", "read what became of events", consume("parking.outcomes"), "done"],
    ["summary-api", "park what it cannot read", publish("parking.parked", ""), "done"],
    ["summary-api", "invent what became of events", publish("parking.outcomes", ""), FORBIDDEN],
    ["summary-api", "read entries", consume("vehicle_entries"), FORBIDDEN],
    ["summary-api", "publish an entry", publish("parking.entries", ""), FORBIDDEN],
    ["entry-generator", "invent what became of events", publish("parking.outcomes", ""), FORBIDDEN],
    ["backend", "invent events", publish("parking.entries", ""), FORBIDDEN],
    ["backend", "make a queue", declare("mine"), FORBIDDEN],
    ["operator", "read what is parked", consume("parking.parked"), "done"],
    ["operator", "send it back", publish("parking.return", "vehicle_entries"), "done"],
    ["operator", "go round the exchange", publish("", "vehicle_exits"), FORBIDDEN],
    ["backend", "go round the exchanges", publish("", "parking.parked"), FORBIDDEN],
    ["backend", "send something back", publish("parking.return", "vehicle_exits"), FORBIDDEN],
    ["operator", "read entries", consume("vehicle_entries"), FORBIDDEN],
    ["operator", "publish an entry", publish("parking.entries", ""), FORBIDDEN],
    ["monitor", "read entries", consume("vehicle_entries"), FORBIDDEN],
    ["monitor", "publish an entry", publish("parking.entries", ""), FORBIDDEN],
  ] as const)("%s tries to %s", async (user, _what, act, expected) => {
    expect(await answer(user, act)).toBe(expected);
  });

  it.each([
    ["entry-generator", pipelineTopology],
    ["exit-generator", pipelineTopology],
    ["gateway", pipelineTopology],
    ["backend", pipelineTopology],
    ["summary-api", outcomesTopology],
  ])(
    "%s finds what it needs, though it may not even ask after the rest",
    async (user, topologyOf) => {
      const warnings: string[] = [];
      const broker = await openAmqpBroker({
        url: server.urlOf(user),
        topology: topologyOf(names, "quorum"),
        clientName: user,
        log: { warn: (_fields, text) => void warnings.push(text), info: () => undefined },
        signal: AbortSignal.timeout(20_000),
      });
      await broker.close();
      expect(warnings).toEqual([]);
    },
  );

  it("does not know guest, nor any user in the default virtual host", async () => {
    await expect(
      connect(`amqp://guest:guest@127.0.0.1:${server.port}/${VIRTUAL_HOST}`),
    ).rejects.toThrow();
    await expect(connect(`amqp://guest:guest@127.0.0.1:${server.port}`)).rejects.toThrow();
  });
});
