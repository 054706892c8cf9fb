import { floorKeysOf } from "@boomgate/contracts";
import {
  type Config,
  redisAddressOf,
  redisSettings,
  storePlaceSettings,
} from "@boomgate/platform/config";
import type { Clock } from "@boomgate/platform/clock";
import { causeText } from "@boomgate/platform/errors";
import { within } from "@boomgate/platform/lifecycle";
import { createClient } from "redis";
import { KnownFloor } from "./known-floor.js";

export const floorSettings = { ...redisSettings, ...storePlaceSettings } as const;

const TIMEOUT_MS = 2_000;

/**
 * The floor of the store that the backends use.
 * @param say - prints one line when Redis does not answer
 * @returns `undefined` when Redis does not answer: the caller goes on without the floor
 */
export async function readFloor(
  config: Config<typeof floorSettings>,
  clock: Clock,
  say: (line: string) => void,
): Promise<KnownFloor | undefined> {
  const { socket, ...login } = redisAddressOf(config.REDIS_URL);
  const client = createClient({
    ...login,
    database: config.STORE_DATABASE,
    disableClientInfo: true,
    socket: { ...socket, connectTimeout: TIMEOUT_MS, reconnectStrategy: false },
  });
  let fault: unknown;
  client.on("error", (error: unknown) => (fault ??= error));
  try {
    const read = async () => {
      await client.connect();
      const [floor, register] = floorKeysOf(config.STORE_KEY_PREFIX ?? "");
      // The register first: an entry that leaves the register in between is in the floor by then.
      const [entries, text, time] = await Promise.all([
        client.zRangeWithScores(register, 0, -1),
        client.get(floor),
        client.sendCommand<[seconds: string, micros: string]>(["TIME"]),
      ]);
      return { entries, text, aheadMs: msOf(time) - clock.now() };
    };
    const { entries, text, aheadMs } = await within(TIMEOUT_MS, "reading it", read());
    const due = entries.map(({ value, score }) => ({
      dueMs: Number(value),
      mattersUntilMs: score,
    }));
    const stored = { text: text ?? undefined, register: due };
    return new KnownFloor(stored, () => clock.now() + aheadMs);
  } catch (error) {
    const { host } = new URL(config.REDIS_URL);
    say(
      `the floor of the store is not known: backends may park events as TOO_LATE. Redis at ${host} (REDIS_URL): ${causeText(fault ?? error)}`,
    );
    return undefined;
  } finally {
    client.destroy();
  }
}

const msOf = ([seconds, micros]: readonly [string, string]): number =>
  Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
