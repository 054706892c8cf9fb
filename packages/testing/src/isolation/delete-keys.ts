import { createClient } from "redis";

/**
 * Deletes the keys that begin with the prefix, in the database of the address, and no others.
 * @returns how many there were
 */
export async function deleteKeys(redisUrl: string, prefix: string): Promise<number> {
  if (prefix === "") throw new Error("an empty prefix would delete the keys of others");
  const client = createClient({ url: redisUrl });
  await client.connect();
  try {
    let deleted = 0;
    const pattern = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}*`;
    for await (const keys of client.scanIterator({ MATCH: pattern, COUNT: 1_000 })) {
      if (keys.length > 0) deleted += await client.unlink(keys);
    }
    return deleted;
  } finally {
    client.destroy();
  }
}
