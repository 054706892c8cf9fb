import {
  decodeEntryEvent,
  decodeExitEvent,
  lotOfDocument,
  parkedQueueOf,
  pipelineTopology,
} from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { createClient } from "redis";
import { readDepths } from "../broker-depths.js";
import type { Stage } from "../stage.js";
import type { SinkStay, StoredHistory } from "./evidence.js";
import { namedRead, stayOf } from "./named-read.js";

/** All stays of the sink, asked for page by page. */
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

interface Wire {
  /** Kind ("n" is an entry), time, id. */
  readonly r: readonly (readonly [string, number, string])[];
  /** Exit, revision, and the entry unless the stay was made void. */
  readonly a: readonly (readonly [string, number, string?])[];
}

/** The histories of all plates, as Redis holds them. */
export async function readHistories({ redisUrl, env }: Stage): Promise<readonly StoredHistory[]> {
  const client = createClient({ url: redisUrl, database: 1 });
  await client.connect();
  try {
    const histories: StoredHistory[] = [];
    const start = `${env["STORE_KEY_PREFIX"] ?? ""}history:`;
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
  const { r, a } = JSON.parse(text.slice(text.indexOf("|") + 1)) as Wire;
  const place = { lotId: lotOfDocument(key), plate: key.slice(0, key.indexOf(":")) };
  const reads = r.map(([kind, atMs, id]) => ({
    kind: kind === "n" ? ("entry" as const) : ("exit" as const),
    atMs,
    id,
  }));
  const exitOf = (exitId: string) =>
    reads.find(({ kind, id }) => kind === "exit" && id === exitId) ?? { id: exitId, atMs: 0 };
  return {
    ...place,
    reads,
    voided: a
      .filter(([, , entryId]) => entryId === undefined)
      .map(([exitId]) => stayOf(exitOf(exitId), place)),
  };
}

/** Names of the events in the parking lot; they stay there. */
export async function readParked(stage: Stage): Promise<ReadonlySet<string>> {
  const queue = parkedQueueOf(stage.names);
  const [depth = 0] = await readDepths(stage.amqpUrl, [queue]);
  const parked = new Set<string>();
  if (depth === 0) return parked;
  const broker = await openAmqpBroker({
    url: stage.amqpUrl,
    topology: pipelineTopology(stage.names, "quorum"),
    clientName: "judge",
    log: { warn: () => undefined, info: () => undefined },
  });
  let seen = 0;
  await new Promise<void>((resolve) => {
    void broker.consume(queue, { prefetch: depth }, ({ body }) => {
      const { exit_date_time } = JSON.parse(body.toString()) as Record<string, unknown>;
      const decode = exit_date_time === undefined ? decodeEntryEvent : decodeExitEvent;
      parked.add(namedRead(decode(body)).id);
      seen += 1;
      if (seen === depth) resolve();
    });
  });
  await broker.close();
  return parked;
}
