import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { StaySummary } from "@boomgate/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpSinkOptions, HttpSummarySink } from "./http-summary-sink.js";

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

async function aSink(listener: RequestListener, options: Partial<HttpSinkOptions> = {}) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stays`;
  return new HttpSummarySink({
    url,
    mode: "batch",
    token: undefined,
    timeoutMs: 200,
    singleConcurrency: 4,
    ...options,
  });
}

const aStay = (exitEventId: string): StaySummary => ({
  stayId: `s-${exitEventId}`,
  exitEventId,
  exitPlate: "AB123CD",
  revision: 1,
  status: "closed",
  lotId: "main",
  plate: "AB123CD",
  entryEventId: "e1",
  enteredAt: new Date(0),
  exitedAt: new Date(5_430_500),
  durationSeconds: 5_430.5,
});
const stays = [aStay("x1"), aStay("x2")];
const OK = '{"received":2,"stored":2,"known":0,"rejected":[]}';

/** Sends a byte more often than any limit of inactivity. */
async function drip(response: ServerResponse, text: string, everyMs: number): Promise<void> {
  for (const character of text) {
    if (response.destroyed) return;
    response.write(character);
    await sleep(everyMs);
  }
  response.end();
}

const slow: readonly (readonly [string, RequestListener])[] = [
  ["never answers", () => undefined],
  ["sends headers and no body", (_, response) => response.writeHead(200).flushHeaders()],
  ["sends one byte after the other", (_, response) => void drip(response, OK, 50)],
  ["sends spaces for ever", (_, response) => void drip(response, " ".repeat(10_000), 50)],
  [
    "keeps sending provisional answers",
    (_, response) => {
      const timer = setInterval(() => response.writeProcessing(), 50);
      response.on("close", () => clearInterval(timer));
    },
  ],
  ["reads nothing", (request) => void request.pause()],
];

describe("a sink that takes its time", () => {
  it.each(slow)("is given up after the time limit when it %s", async (_name, listener) => {
    for (const mode of ["batch", "single"] as const) {
      const sink = await aSink(listener, { mode });
      const startedMs = performance.now();
      await expect(sink.post(stays)).rejects.toMatchObject({
        recovery: "hold",
        message: expect.stringContaining("did not end within 0.2 s") as string,
      });
      expect(performance.now() - startedMs).toBeLessThan(1_500);
    }
  });

  it("has the whole time for each of many requests, however many wait", async () => {
    const many = Array.from({ length: 20 }, (_, index) => aStay(`x${index}`));
    const sink = await aSink(
      (request, response) => {
        request.resume();
        setTimeout(() => response.writeHead(204).end(), 250);
      },
      { mode: "single", timeoutMs: 600 },
    );
    expect(new Set(await sink.post(many))).toEqual(new Set(["accepted"]));
  });
});

const answer =
  (status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
  (...[request, response]: Parameters<RequestListener>) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

const huge = "x".repeat(20_000_000);
const held: readonly (readonly [string, RequestListener])[] = [
  ["an empty 200", answer(200, "")],
  ["204", answer(204, "")],
  ["202, which may mean later", answer(202, OK)],
  ["206", answer(206, OK)],
  ["207, which speaks of each", answer(207, OK)],
  ["HTML", answer(200, "<html>login</html>", { "content-type": "text/html" })],
  ["20 MB of HTML", answer(200, huge)],
  ["a right answer that never ends", answer(200, OK + " ".repeat(20_000_000))],
  ["UTF-16", answer(200, Buffer.from(OK, "utf16le"))],
  ["Latin-1", answer(200, Buffer.from('{"rejected":[],"note":"gr\xfc\xdfe"}', "latin1"))],
  ["gzip without saying so", answer(200, Buffer.from("1f8b08000000", "hex"))],
  ["gzip that is none", answer(200, OK, { "content-encoding": "gzip" })],
  ["two stays of three", answer(200, '{"received":3,"stored":3,"known":0,"rejected":[]}')],
  ["a refusal of nothing", answer(200, '{"rejected":[null]}')],
  ["a place that is text", answer(200, '{"rejected":[{"index":"0","code":"X","detail":"y"}]}')],
  ["a place before the first", answer(200, '{"rejected":[{"index":-1,"code":"X","detail":"y"}]}')],
  [
    "half of an answer",
    (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write(OK);
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ["no answer", (request) => void request.socket.destroy()],
  ["308 to elsewhere", answer(308, "", { location: "http://127.0.0.1:1/" })],
  ["502 with 20 MB", answer(502, huge)],
];

describe("what is not clear", () => {
  it.each(held)("is held and nothing of it accepted: %s", async (_name, listener) => {
    const sink = await aSink(listener, { timeoutMs: 5_000 });
    await expect(sink.post(stays)).rejects.toMatchObject({ recovery: "hold", dependency: "sink" });
  });

  it("is not a byte order mark, nor 201", async () => {
    const sink = await aSink(answer(201, `\uFEFF${OK}`));
    expect(await sink.post(stays)).toEqual(["accepted", "accepted"]);
  });

  it("is the status alone when stays go one by one, however long the answer", async () => {
    const taking = await aSink(answer(200, huge), { mode: "single", timeoutMs: 5_000 });
    expect(await taking.post(stays)).toEqual(["accepted", "accepted"]);
    const refusing = await aSink(answer(422, huge), { mode: "single", timeoutMs: 5_000 });
    expect(await refusing.post(stays)).toMatchObject([{ status: 422 }, { status: 422 }]);
  });
});

describe("a cause that an operator can correct", () => {
  const causeOf = async (listener: RequestListener, options: Partial<HttpSinkOptions> = {}) => {
    const sink = await aSink(listener, options);
    return sink.post(stays).then(
      () => "accepted",
      (error: unknown) => (error as Error).message,
    );
  };

  it("is named", async () => {
    expect(await causeOf(answer(401, ""))).toContain("SUMMARY_TOKEN");
    expect(await causeOf(answer(404, ""))).toMatch(/status 404; is SUMMARY_URL right\?$/);
    expect(await causeOf(answer(301, "", { location: "/v2/stays?key=s3cret" }))).toMatch(
      /redirects are not followed: should SUMMARY_URL be http:\/\/127\.0\.0\.1:\d+\/v2\/stays\?$/,
    );
  });

  it("is the slash at the end", async () => {
    const server = createServer(answer(405, "")).listen(0, "127.0.0.1");
    await once(server, "listening");
    stops.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/stays/`;
    expect(await causeOf(answer(405, ""), { url })).toContain("It ends with a slash");
  });
});

describe("a token that was replaced", () => {
  it("is read again when the sink does not know the old one, and used at once", async () => {
    const seen: (string | undefined)[] = [];
    let reads = 0;
    const sink = await aSink(
      (request, response) => {
        seen.push(request.headers.authorization);
        const isKnown = request.headers.authorization === "Bearer new";
        answer(isKnown ? 200 : 401, OK)(request, response);
      },
      {
        token: "old",
        readToken: () => {
          reads += 1;
          return "new";
        },
      },
    );
    expect(await sink.post(stays)).toEqual(["accepted", "accepted"]);
    expect(await sink.post(stays)).toEqual(["accepted", "accepted"]);
    expect(seen).toEqual(["Bearer old", "Bearer new", "Bearer new"]);
    expect(reads).toBe(1);
  });

  it("is read again no more often than the sink refuses it", async () => {
    let posts = 0;
    const sink = await aSink(
      (request, response) => {
        posts += 1;
        answer(403, "")(request, response);
      },
      { token: "old", readToken: () => "old" },
    );
    await expect(sink.post(stays)).rejects.toMatchObject({ recovery: "hold" });
    expect(posts).toBe(1);
  });

  it("may be unreadable for a moment", async () => {
    const readToken = () => {
      throw new Error("ENOENT");
    };
    const sink = await aSink(answer(401, ""), { token: "old", readToken });
    await expect(sink.post(stays)).rejects.toMatchObject({ recovery: "hold" });
  });
});
