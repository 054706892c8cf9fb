import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type SinkMode =
  | "normal"
  | "unavailable"
  | "busy"
  | "never answers"
  | "answers byte by byte"
  | "refuses arrays"
  | "refuses some stays";

/** Three stays of 32, by the last digit of their id. */
export const isRefused = (stayId: string): boolean => /[abc]$/.test(stayId);

interface Answer {
  received: number;
  rejected: { readonly index: number; readonly code: string; readonly detail: string }[];
}

export interface FaultySink {
  readonly url: string;
  mode: SinkMode;
  /** POSTs that did not get the answer of the real sink. */
  disturbed: number;
  stop(): Promise<void>;
}

const BYTE_EVERY_MS = 700;

/** Sends a byte often enough that no idle timeout ends the answer, which takes far too long. */
async function sendSlowly(text: string, response: ServerResponse): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (response.destroyed) return;
    response.write(Buffer.from([byte]));
    await sleep(BYTE_EVERY_MS);
  }
  response.end();
}

/** A proxy before the real sink that answers according to its `mode`. */
export async function startFaultySink(summariesUrl: string): Promise<FaultySink> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const faulty: FaultySink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/summaries`,
    mode: "normal",
    disturbed: 0,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { mode } = faulty;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (mode !== "normal") faulty.disturbed += 1;
    if (mode === "unavailable") return void response.writeHead(503).end();
    if (mode === "busy") return void response.writeHead(429, { "retry-after": "1" }).end();
    if (mode === "refuses arrays" && (JSON.parse(body.toString()) as unknown[]).length > 1) {
      return void response.writeHead(400).end("one of them is wrong");
    }
    const headers = { "content-type": "application/json" };
    if (mode === "refuses some stays") {
      return void response.writeHead(200, headers).end(JSON.stringify(await refuseSome(body)));
    }
    const stored = await fetch(summariesUrl, { method: "POST", headers, body });
    const text = await stored.text();
    if (mode === "never answers") return; // stored, but the backend gets no answer
    response.writeHead(stored.status, headers);
    if (mode === "answers byte by byte") return sendSlowly(text, response);
    response.end(text);
  }

  /** Refuses some stays and forwards the others. */
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
