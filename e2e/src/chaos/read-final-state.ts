import { DOCUMENT_PREFIX, lotOfDocument } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { createClient } from "redis";
import type { Environment } from "../environment.js";
import type { SinkStay, StoredHistory } from "./final-state.js";
import { namesOf, stayOf } from "./named-read.js";

/** All stays of the sink, read page by page. */
export async function readStays(apiUrl: string): Promise<readonly SinkStay[]> {
  const stays: SinkStay[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${apiUrl}/api/v1/summaries?limit=500${query}`);
    if (!answer.ok) throw new Error(`the sink answered ${answer.status}`);
    const page = (await answer.json()) as { stays: SinkStay[]; next_cursor: string | null };
    stays.push(...page.stays);
    cursor = page.next_cursor;
  }
  return stays;
}

/** The JSON of a stored history, as far as it is read here. */
interface WireHistory {
  /** Kind ("n" is an entry), time, id. */
  readonly r: readonly (readonly [string, number, string])[];
  /** Revision, index of the exit, and of the entry unless the stay was made void. */
  readonly a: readonly (readonly [number, number, number?])[];
}

/** The histories of all plates in Redis. */
export async function readHistories({
  redisUrl,
  settings,
}: Environment): Promise<readonly StoredHistory[]> {
  const client = createClient({ url: redisUrl, database: 1 });
  await client.connect();
  try {
    const histories: StoredHistory[] = [];
    const start = `${settings["STORE_KEY_PREFIX"] ?? ""}${DOCUMENT_PREFIX}`;
    for await (const keys of client.scanIterator({ MATCH: `${start}*`, COUNT: 1_000 })) {
      if (keys.length === 0) continue;
      for (const [index, text] of (await client.mGet(keys)).entries()) {
        const key = keys[index]?.slice(start.length) ?? "";
        if (text !== null) histories.push(historyOf(key, text));
      }
    }
    return histories;
  } finally {
    client.destroy();
  }
}

/** @param key - of `documentKey` */
function historyOf(key: string, text: string): StoredHistory {
  // format|version|due|unposted|json
  const { r, a } = JSON.parse(text.split("|").slice(4).join("|")) as WireHistory;
  const place = { lotId: lotOfDocument(key), plate: key.slice(0, key.indexOf(":")) };
  const reads = r.map(([kind, atMs, id]) => ({
    kind: kind === "n" ? ("entry" as const) : ("exit" as const),
    atMs,
    id,
  }));
  return {
    ...place,
    reads,
    voided: a.flatMap(([, exit, entry]) => {
      const read = reads[exit];
      return read && entry === undefined ? [stayOf(read, place)] : [];
    }),
  };
}

/** Counts messages by name (`named-read.ts`). */
export function countNames(
  messages: readonly Pick<Delivery, "body" | "contentType">[],
): ReadonlyMap<string, number> {
  const parked = new Map<string, number>();
  for (const name of messages.flatMap(namesOf)) {
    parked.set(name, (parked.get(name) ?? 0) + 1);
  }
  return parked;
}
