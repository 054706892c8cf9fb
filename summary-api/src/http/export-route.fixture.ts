import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_LOTS } from "@boomgate/contracts";
import { httpProblemOf, sendProblem } from "@boomgate/http";
import { fastify } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { createFindPlates } from "../plates/find-plates.js";
import { aStay } from "../store/stays/stays.fixture.js";
import type { StayCursor, StayFilter, StoredStay } from "../store/stays/summary-store.js";
import { exportRoute, staysToExport } from "./export-route.js";
import { ExportTurns } from "./export-turns.js";
import type { ReaderPace } from "./reader-pace.js";

export const receivedAt = new Date("2026-11-20T10:00:00Z");
export const numbered = (index: number): StoredStay => ({
  ...aStay({ id: `s${index}`, exitedAt: new Date(Date.UTC(2026, 10, 20) - index * 1_000) }),
  receivedAt,
  corrections: 0,
});

let stop = async () => {};
export const stopExport = () => stop();

/** An API over `count` made-up stays; it records which pages were read. */
export async function exportOf(count: number, stalledMs?: number, pace?: ReaderPace) {
  const asked: StayFilter[] = [];
  const slow = { ms: 0 };
  const list = async (filter: StayFilter, limit: number, cursor?: StayCursor) => {
    asked.push(filter);
    if (slow.ms > 0) await sleep(slow.ms);
    const first = cursor ? Number((cursor as StoredStay).exitEventId.slice(1)) + 1 : 0;
    const length = Math.max(0, Math.min(limit, count - first));
    return Array.from({ length }, (_, index) => numbered(first + index));
  };
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const problem = httpProblemOf(error);
    return problem ? sendProblem(reply, problem) : reply.send(error);
  });
  await app.register(
    exportRoute(
      staysToExport(
        { list },
        createFindPlates(DEFAULT_LOTS, (plate) => plate),
      ),
      new ExportTurns(stalledMs),
      pace,
    ),
  );
  const url = `${await app.listen({ port: 0 })}/api/v1/export`;
  stop = async () => {
    app.server.closeAllConnections();
    await app.close();
  };
  const { port } = app.server.address() as AddressInfo;
  const connections = () =>
    new Promise((resolve) => app.server.getConnections((_error, open) => resolve(open)));
  return { url, port, asked, slow, connections };
}

/** A client that sends a request and never reads the answer. */
export function stalledReader(port: number) {
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.on("error", () => undefined);
  socket.write("GET /api/v1/export.ndjson HTTP/1.1\r\nhost: localhost\r\n\r\n");
  return socket;
}
