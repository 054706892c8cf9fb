import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type SinkMood =
  | "kind"
  | "unavailable"
  | "busy"
  | "forgets to answer"
  | "answers drop by drop"
  | "refuses arrays"
  | "refuses some stays";

/** Three of 32, by the last digit. */
export const isRefused = (stayId: string): boolean => /[abc]$/.test(stayId);

interface Answer {
  received: number;
  rejected: { readonly index: number; readonly code: string; readonly detail: string }[];
}

export interface FaultySink {
  readonly url: string;
  mood: SinkMood;
  /** POSTs that did not get the answer of the sink behind it. */
  spoiled: number;
  stop(): Promise<void>;
}

const BYTE_EVERY_MS = 700;

/** Never silent for long, and never done in time. */
async function drip(text: string, response: ServerResponse): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (response.destroyed) return;
    response.write(Buffer.from([byte]));
    await sleep(BYTE_EVERY_MS);
  }
  response.end();
}

/** Stands before the sink and spoils its answers as told. */
export async function startFaultySink(summariesUrl: string): Promise<FaultySink> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const faulty: FaultySink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/summaries`,
    mood: "kind",
    spoiled: 0,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { mood } = faulty;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (mood !== "kind") faulty.spoiled += 1;
    if (mood === "unavailable") return void response.writeHead(503).end();
    if (mood === "busy") return void response.writeHead(429, { "retry-after": "1" }).end();
    if (mood === "refuses arrays" && (JSON.parse(body.toString()) as unknown[]).length > 1) {
      return void response.writeHead(400).end("one of them is wrong");
    }
    const headers = { "content-type": "application/json" };
    if (mood === "refuses some stays") {
      return void response.writeHead(200, headers).end(JSON.stringify(await refuseSome(body)));
    }
    const stored = await fetch(summariesUrl, { method: "POST", headers, body });
    const text = await stored.text();
    if (mood === "forgets to answer") return; // stored, and nobody learns of it
    response.writeHead(stored.status, headers);
    if (mood === "answers drop by drop") return drip(text, response);
    response.end(text);
  }

  /** The others go on to the sink behind. */
  async function refuseSome(body: Buffer): Promise<Answer> {
    const stays = JSON.parse(body.toString()) as readonly { readonly stay_id: string }[];
    const refused = [...stays.keys()].filter((index) => isRefused(stays[index]?.stay_id ?? ""));
    const rest = stays.filter(({ stay_id }) => !isRefused(stay_id));
    return {
      ...(rest.length > 0 ? await forward(rest) : { stored: 0, known: 0 }),
      received: stays.length,
      rejected: refused.map((index) => ({ index, code: "NOT_THIS_ONE", detail: "not this one" })),
    };
  }

  async function forward(stays: readonly object[]): Promise<object> {
    const headers = { "content-type": "application/json" };
    const stored = await fetch(summariesUrl, {
      ...{ method: "POST", headers },
      body: JSON.stringify(stays),
    });
    return (await stored.json()) as object;
  }
  return faulty;
}
