import { type DueEntry, floorKeysOf } from "@boomgate/contracts";
import { createClient } from "redis";

/** Writes the floor of a store and its register, into the default database of the backends. */
export async function writeFloor(
  redisUrl: string,
  keyPrefix: string,
  { text, register = [] }: { readonly text?: string; readonly register?: readonly DueEntry[] },
): Promise<void> {
  const client = createClient({ url: redisUrl, database: 1 });
  await client.connect();
  const [floor, due] = floorKeysOf(keyPrefix);
  if (text !== undefined) await client.set(floor, text);
  for (const { dueMs, mattersUntilMs } of register) {
    await client.zAdd(due, { value: String(dueMs), score: mattersUntilMs });
  }
  client.destroy();
}
