import { DEFAULT_LOT_ID } from "@boomgate/contracts";
import { backoffMs } from "@boomgate/platform/clock";
import { redisAddressOf } from "@boomgate/platform/config";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { within } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import { createClient } from "redis";
import type { ParkedVehicles } from "./parked-vehicles.js";

const DEFAULT_KEY = "parked_vehicles";
const COMMAND_TIMEOUT_MS = 5_000;

interface RedisParkedVehiclesOptions {
  /** The database is 0, as the address names none. */
  readonly url: string;
  /** Key of the lot `main`, and beginning of the keys of the others: "parked_vehicles:north". */
  readonly key?: string;
  readonly log: Logger;
}

type Client = ReturnType<typeof createParkedVehiclesClient>;

/** Sets in Redis, shared by all generators; SPOP gives each plate to one caller only. */
export class RedisParkedVehicles implements ParkedVehicles {
  private constructor(
    private readonly client: Client,
    private readonly key: string,
  ) {}

  /** Waits for Redis as long as it takes, and reconnects by itself later. */
  static async open(options: RedisParkedVehiclesOptions): Promise<RedisParkedVehicles> {
    const client = createParkedVehiclesClient(options);
    await client.connect();
    return new RedisParkedVehicles(client, options.key ?? DEFAULT_KEY);
  }

  async add(lotId: string, plate: string): Promise<void> {
    await answerOf(() => this.client.sAdd(this.keyOf(lotId), plate));
  }

  async takeRandom(lotId: string): Promise<string | undefined> {
    return (await answerOf(() => this.client.sPop(this.keyOf(lotId)))) ?? undefined;
  }

  count(lotId: string): Promise<number> {
    return answerOf(() => this.client.sCard(this.keyOf(lotId)));
  }

  /** @throws when Redis is away */
  async ping(): Promise<void> {
    await this.client.ping();
  }

  close(): void {
    this.client.destroy();
  }

  private keyOf(lotId: string): string {
    return lotId === DEFAULT_LOT_ID ? this.key : `${this.key}:${lotId}`;
  }
}

function createParkedVehiclesClient({ url, log }: RedisParkedVehiclesOptions) {
  const { socket, ...login } = redisAddressOf(url);
  const client = createClient({
    ...login,
    // A queued command would be sent long after its caller has given up.
    disableOfflineQueue: true,
    disableClientInfo: true, // the Redis user may not send its command
    commandOptions: { timeout: 0 }, // the time limit below costs less
    socket: {
      ...socket,
      reconnectStrategy: (failures) => backoffMs(failures),
    },
  });
  client.on("error", (error: unknown) => log.warn({ err: error }, "redis is away"));
  return client;
}

async function answerOf<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await within(COMMAND_TIMEOUT_MS, "a command", command());
  } catch (cause) {
    throw new DependencyUnavailableError("store", cause);
  }
}
