import { isDeepStrictEqual } from "node:util";
import type { Channel, ChannelModel } from "amqplib";
import type { QueueDefinition, Topology } from "../topology.js";
import { argumentsInUse, type QueueArguments } from "./arguments-in-use.js";
import type { BrokerLog } from "./broker-log.js";
import { dropsAfter, majorOf } from "./delivery-limit.js";

const ACCESS_REFUSED = 403;
const PRECONDITION_FAILED = 406;

/** A queue that another program declared, and that drops messages after some deliveries. */
export interface DroppingQueue {
  readonly name: string;
  /** Deliveries of one message, unless a policy says otherwise. */
  readonly afterDeliveries: number;
}

/**
 * Declares what must exist. A queue that exists with other arguments is used as it is. Without the right to declare
 * something, we only check that it exists; without the right to check, which RabbitMQ wants from 4.2.6 on, we assume
 * that it exists: otherwise publishes to it are returned, and consumers of it fail.
 * @returns queues that lose messages though they were to be declared with `x-delivery-limit`
 * @throws when something is missing that we may not declare
 */
export async function declareTopology(
  connection: ChannelModel,
  { exchanges, queues, bindings, streams = [] }: Topology,
  log: BrokerLog,
): Promise<readonly DroppingQueue[]> {
  const declaring = new Declaring(connection, log);
  try {
    for (const { name, type } of exchanges) {
      await declaring.declare(
        `exchange ${name}`,
        (channel) => channel.assertExchange(name, type, { durable: true }),
        (channel) => channel.checkExchange(name),
      );
    }
    for (const { name, arguments: given } of queues) {
      await declaring.declareQueue(name, given);
    }
    for (const { exchange, key, queue } of bindings) await declaring.bind(queue, exchange, key);
    for (const { name, arguments: given, bindings: bound } of streams) {
      if (!(await declaring.declareStream(name, given))) continue;
      for (const { exchange, key } of bound) await declaring.bind(name, exchange, key);
    }
    declaring.tellUnseen();
    return declaring.dropping;
  } finally {
    await declaring.end();
  }
}

/** A declaration that fails closes its channel, so each goes on with a new one where needed. */
class Declaring {
  private channel: Channel | undefined;
  private readonly unseen: string[] = [];
  readonly dropping: DroppingQueue[] = [];

  constructor(
    private readonly connection: ChannelModel,
    private readonly log: BrokerLog,
  ) {}

  tellUnseen(): void {
    if (this.unseen.length === 0) return;
    this.log.info({ unseen: this.unseen }, "no right to see whether these exist");
  }

  async declare(
    what: string,
    assert: (channel: Channel) => Promise<unknown>,
    check: (channel: Channel) => Promise<unknown>,
    isAsGood: () => Promise<boolean> = async () => false,
  ): Promise<void> {
    try {
      await this.on(assert);
    } catch (error) {
      if (codeOf(error) === PRECONDITION_FAILED) {
        if (await isAsGood()) return;
        this.log.warn({ err: error }, `${what} exists with other arguments, used as it is`);
      } else if (codeOf(error) === ACCESS_REFUSED) await this.see(what, check);
      else throw error;
    }
  }

  async declareQueue(name: string, given: QueueDefinition["arguments"]): Promise<void> {
    const assert = (channel: Channel, wanted: QueueArguments) =>
      channel.assertQueue(name, { durable: true, arguments: wanted });
    await this.declare(
      `queue ${name}`,
      (channel) => assert(channel, given),
      (channel) => channel.checkQueue(name),
      async () => {
        if (!("x-delivery-limit" in given)) return false;
        const declare = (wanted: QueueArguments) => this.on((channel) => assert(channel, wanted));
        const found = await argumentsInUse(declare, given);
        if (found === undefined) return false;
        const afterDeliveries = dropsAfter(found, majorOf(this.connection));
        if (afterDeliveries !== undefined) this.dropping.push({ name, afterDeliveries });
        return isDeepStrictEqual(
          { ...found, "x-delivery-limit": 0 },
          { ...given, "x-delivery-limit": 0 },
        );
      },
    );
  }

  bind(queue: string, exchange: string, key: string): Promise<void> {
    return this.declare(
      `binding of ${queue} to ${exchange}`,
      (channel) => channel.bindQueue(queue, exchange, key),
      // A user who may not bind cannot ask for bindings either; a publish without a binding is returned.
      async () => undefined,
    );
  }

  /** @returns whether it exists now: not every broker knows streams */
  async declareStream(name: string, given: QueueDefinition["arguments"]): Promise<boolean> {
    try {
      await this.on((channel) => channel.assertQueue(name, { durable: true, arguments: given }));
      return true;
    } catch (error) {
      if (codeOf(error) === undefined) throw error; // the connection ended
      return this.see(`stream ${name}`, (channel) => channel.checkQueue(name)).catch(() => {
        this.log.warn({ err: error }, `there is no stream ${name}`);
        return false;
      });
    }
  }

  async end(): Promise<void> {
    await this.channel?.close().catch(() => undefined); // closed by a failure, which was logged
  }

  /** @returns false when we may not ask @throws when it is missing */
  private async see(what: string, check: (channel: Channel) => Promise<unknown>): Promise<boolean> {
    try {
      await this.on(check);
      return true;
    } catch (error) {
      if (codeOf(error) !== ACCESS_REFUSED) throw error;
      this.unseen.push(what);
      return false;
    }
  }

  private async on(work: (channel: Channel) => Promise<unknown>): Promise<void> {
    if (this.channel === undefined) {
      const channel = await this.connection.createChannel();
      channel.on("error", () => undefined); // the call that caused it rejects as well
      channel.on("close", () => {
        this.channel = undefined;
      });
      this.channel = channel;
    }
    await work(this.channel);
  }
}

const codeOf = (error: unknown) => (error as { readonly code?: unknown }).code;
