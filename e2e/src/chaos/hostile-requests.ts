import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const MEGABYTE = 1_000_000;
const SLOW_CONNECTIONS = 200;
const SLOW_FOR_MS = 4_000;
const ABORTED = 100;
const BOMBS = 20;
const HUGE = 4;
const HUGE_MEGABYTES = 100;
const PIPELINED = 50;

interface Hostile {
  /** Requests that were refused, or whose connection the gateway or the sender ended. */
  readonly ended: number;
  /** Requests that were taken, as sentences. */
  readonly problems: readonly string[];
}

/** Sends requests that hold or fill what they can, to each gateway. None of them has an event in it. */
export async function sendHostileRequests(urls: readonly string[]): Promise<Hostile> {
  const results = await Promise.all(
    urls.flatMap((url) => [bombs(url), huge(url), aborted(url), pipelined(url), slow(url)]),
  );
  return {
    ended: results.reduce((sum, { ended }) => sum + ended, 0),
    problems: results.flatMap(({ problems }) => problems),
  };
}

/** Bodies of a few hundred kilobytes that expand to hundreds of megabytes. */
async function bombs(url: string): Promise<Hostile> {
  const body = gzipSync(Buffer.alloc(200 * MEGABYTE));
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const answers = await Promise.all(
    Array.from({ length: BOMBS }, () =>
      // A gateway that does not read on may end the connection before its answer is read.
      fetch(`${url}/api/v1/events`, { method: "POST", headers, body }).then(
        ({ status }) => status,
        () => 0,
      ),
    ),
  );
  const taken = answers.filter((status) => status >= 200 && status < 300);
  return { ended: answers.length - taken.length, problems: taken.map(() => "took a zip bomb") };
}

/** Bodies without a length and without an end. */
async function huge(url: string): Promise<Hostile> {
  const chunk = Buffer.alloc(MEGABYTE, " ");
  const sendOne = async (): Promise<string> => {
    const { socket, text } = open(url, headOf("Transfer-Encoding: chunked"));
    for (let sent = 0; sent < HUGE_MEGABYTES && !socket.destroyed; sent += 1) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      if (!socket.write("\r\n")) await Promise.race([drained(socket), closed(socket)]);
    }
    socket.destroy();
    await closed(socket);
    return text();
  };
  return judged(await Promise.all(Array.from({ length: HUGE }, sendOne)), "took a huge body");
}

/** Connections that end in the middle of a body. */
async function aborted(url: string): Promise<Hostile> {
  const sendOne = async (): Promise<string> => {
    const { socket, text } = open(url, headOf("Content-Length: 1000"), '[{"id": "half');
    await sleep(50);
    socket.destroy();
    await closed(socket);
    return text();
  };
  return judged(await Promise.all(Array.from({ length: ABORTED }, sendOne)), "took half a body");
}

/** Many requests in one packet, none of which is JSON. */
async function pipelined(url: string): Promise<Hostile> {
  const one = `${headOf("Content-Length: 3")}{"a`;
  const { socket, text } = open(url, one.repeat(PIPELINED));
  await Promise.race([sleep(SLOW_FOR_MS), closed(socket)]);
  socket.destroy();
  await closed(socket);
  return judged([text()], "took pipelined nonsense");
}

/** Heads of requests that come byte by byte. */
async function slow(url: string): Promise<Hostile> {
  const connections = Array.from({ length: SLOW_CONNECTIONS }, () => open(url, "POST /api"));
  for (let waitedMs = 0; waitedMs < SLOW_FOR_MS; waitedMs += 200) {
    for (const { socket } of connections) if (!socket.destroyed) socket.write("x");
    await sleep(200);
  }
  for (const { socket } of connections) socket.destroy();
  return judged(
    connections.map(({ text }) => text()),
    "took a request without a head",
  );
}

function judged(answers: readonly string[], problem: string): Hostile {
  const taken = answers.filter((text) => / 20\d /u.test(text));
  return { ended: answers.length - taken.length, problems: taken.map(() => problem) };
}

const headOf = (length: string): string =>
  `POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;

function open(url: string, ...parts: readonly string[]) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString())).on("error", () => undefined);
  for (const part of parts) socket.write(part);
  return { socket, text: () => text };
}

// Not `once` of node:events, which rejects when the connection is reset.
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
  });

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => void socket.once("drain", resolve));
