import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DEFAULT_READING, parseNoPlateWords } from "@boomgate/contracts";
import { afterEach, expect, it } from "vitest";
import type { KnownRead } from "../../ports/known-reads.js";
import {
  HttpKnownReads,
  LedgerHashedError,
  LedgerNotReadableError,
  readsUrlOf,
} from "./http-known-reads.js";

let stop = () => {};
afterEach(() => stop());

const AT = "2026-03-01T08:00:00.000Z";
const listed = (more: object = {}) => ({
  kind: "exit",
  lot_id: "main",
  vehicle_plate: "AB123CD",
  event_id: "x1",
  date_time: AT,
  state: "closed",
  revision: 7,
  stay_id: "s-1",
  gate_id: "north-1",
  first_seen_at: AT,
  ...more,
});

/** @param pages - the reads of each page, or an answer that is none */
async function readsOf(pages: readonly unknown[], reading = DEFAULT_READING) {
  const asked: string[] = [];
  const server = createServer(({ url = "", headers }, answer) => {
    asked.push(`${new URL(url, "http://sink").pathname} ${headers.authorization}`);
    const page = Number(new URL(url, "http://sink").searchParams.get("cursor") ?? 0);
    const reads = pages[page];
    const next_cursor = page + 1 < pages.length ? String(page + 1) : null;
    if (Array.isArray(reads)) answer.end(JSON.stringify({ reads, next_cursor }));
    else answer.writeHead(404).end(JSON.stringify(reads));
  });
  stop = () => void server.close();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/summaries`;
  const known = new HttpKnownReads({
    ...{ url: readsUrlOf(base), token: "secret", timeoutMs: 5_000, reading },
    caughtUp: async () => undefined,
  });
  const reads: KnownRead[] = [];
  for await (const some of known.all()) reads.push(...some);
  return { reads, asked };
}

it("reads all pages, beside the address of the stays, with the token", async () => {
  const { reads, asked } = await readsOf([
    [listed()],
    [listed({ kind: "entry", event_id: "e1", state: "parked", parked_code: "TOO_LATE" })],
  ]);
  expect(asked).toEqual(Array.from({ length: 2 }, () => "/api/v1/reads Bearer secret"));
  const atMs = Date.parse(AT);
  expect(reads).toMatchObject([
    { lotId: "main", read: { kind: "exit", id: "x1", atMs, plate: "AB123CD" }, fate: "closed" },
    { read: { kind: "entry", id: "e1" }, fate: undefined, parkedCode: "TOO_LATE" },
  ]);
});

it("leaves out reads without a plate, also those that have become so", async () => {
  const reading = { ...DEFAULT_READING, noPlate: parseNoPlateWords("+tbd") };
  const reads = [
    listed({ vehicle_plate: "", state: "no_plate" }),
    listed({ vehicle_plate: "TBD" }),
  ];
  expect((await readsOf([reads])).reads).toHaveLength(1);
  expect((await readsOf([reads], reading)).reads).toEqual([]);
});

it("compares a plate as it is compared now", async () => {
  const spelt = listed({ vehicle_plate: "OLD1FORM", plate_read: "ab 123-cd" });
  expect((await readsOf([[spelt]])).reads).toMatchObject([{ read: { plate: "AB123CD" } }]);
});

it("refuses hashes, and what is no list of reads", async () => {
  const hash = `hmac:${"0123456789abcdef".repeat(2)}`;
  await expect(readsOf([[listed({ vehicle_plate: hash })]])).rejects.toThrow(LedgerHashedError);
  await expect(readsOf([{ code: "LEDGER_OFF" }])).rejects.toThrow(LedgerNotReadableError);
  await expect(readsOf([[listed({ state: "new" })]])).rejects.toThrow("--no-ledger");
});
