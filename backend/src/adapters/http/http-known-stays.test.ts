import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type StaySummary, stayIdOf } from "@boomgate/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { HttpKnownStays, SinkNotReadableError } from "./http-known-stays.js";

const LEFT_AT = new Date("2026-03-01T08:00:00Z");

let stop = () => {};
afterEach(() => stop());

/** A sink that gives one stay on each page. */
async function aSink(...plates: readonly string[]) {
  const server = createServer(({ url = "" }, answer) => {
    const page = Number(new URL(url, "http://sink").searchParams.get("cursor") ?? 0);
    const exit = { lotId: "main", exitEventId: `x${page}`, exitedAt: LEFT_AT };
    const stay = {
      stay_id: stayIdOf(exit),
      revision: 1,
      status: "void",
      lot_id: "main",
      vehicle_plate: plates[page],
      exit_plate: plates[page],
      exit_event_id: `x${page}`,
      exit_date_time: LEFT_AT.toISOString(),
    };
    const next_cursor = page + 1 < plates.length ? String(page + 1) : null;
    answer.end(JSON.stringify({ stays: [stay], next_cursor }));
  });
  stop = () => void server.close();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const known = new HttpKnownStays({ url, token: undefined, timeoutMs: 5_000 });
  const stays: StaySummary[] = [];
  for await (const some of known.since(new Date(0))) stays.push(...some);
  for (const { plate, exitPlate } of stays) expect(exitPlate).toBe(plate);
  return stays.map(({ plate }) => plate);
}

it("reads all pages, with plates or with hashes", async () => {
  const hash = `hmac:${"0123456789abcdef".repeat(2)}`;
  expect(await aSink("ab 123-cd", hash)).toEqual(["AB123CD", hash]);
});

it("accepts no other text as a plate", async () => {
  await expect(aSink(`hmac:${"0123456789abcdef".repeat(3)}`)).rejects.toThrow(SinkNotReadableError);
});

describe("a sink that cannot be read to its end", () => {
  const read = async (listener: RequestListener, timeoutMs = 5_000) => {
    const server = createServer(listener).listen(0, "127.0.0.1");
    stop = () => {
      server.close();
      server.closeAllConnections();
    };
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    for await (const some of new HttpKnownStays({ url, token: undefined, timeoutMs }).since(
      new Date(0),
    ))
      void some;
  };

  it("is given up when a page comes byte by byte", async () => {
    const timers: NodeJS.Timeout[] = [];
    const reading = read((_request, response) => {
      response.writeHead(200);
      timers.push(setInterval(() => response.write(" "), 50));
    }, 100);
    await expect(reading).rejects.toThrow("did not end within 0.6 s");
    for (const timer of timers) clearInterval(timer);
  });

  it.each([
    ["pages that begin again", '{"stays":[],"next_cursor":"a"}'],
    ["no list", '{"stays":null,"next_cursor":null}'],
    ["a cursor that is a number", '{"stays":[],"next_cursor":7}'],
    ["no stays in the list", '{"stays":[null],"next_cursor":null}'],
    ["a page without end", `{"stays":[],"next_cursor":null}${" ".repeat(40_000_000)}`],
  ])("is not readable: %s", async (_name, body) => {
    await expect(read((_request, response) => void response.end(body))).rejects.toThrow(
      SinkNotReadableError,
    );
  });
});
