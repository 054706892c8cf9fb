import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import type { Running } from "../lifecycle/index.js";
import { asksForOpenMetrics } from "./accepted.js";
import { listen } from "./listen.js";
import type { Registry } from "./metrics.js";
import { OPEN_METRICS_TYPE, openMetricsText } from "./open-metrics.js";
import { renderMetrics } from "./render-metrics.js";
import { answerWithin, type Readiness } from "./readiness.js";

export type { Readiness } from "./readiness.js";

/** A probe of an orchestrator gives up after a few seconds; we answer before that. */
const READINESS_TIMEOUT_MS = 2_000;

export interface TelemetryServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly registry: Registry;
  /** Asked at every probe. */
  readonly readiness: () => Promise<Readiness> | Readiness;
}

/**
 * Serves `/metrics` (Prometheus text, or OpenMetrics with exemplars for who asks for it), `/healthz` (200 while the process answers at all) and
 * `/readyz` (200 when nothing it names is false, else 503).
 * @throws {PortUnavailableError} when the port is taken or not ours to use
 */
export function startTelemetryServer(
  options: TelemetryServerOptions,
): Promise<Running & { readonly url: string }> {
  const { host, port } = options;
  const server = createServer(answerWith(routesOf(options)));
  return listen(server, { host, port, settings: "METRICS" });
}

type Answer = (response: ServerResponse, request: IncomingMessage) => Promise<void> | void;

function routesOf({ registry, readiness }: TelemetryServerOptions): ReadonlyMap<string, Answer> {
  return new Map<string, Answer>([
    [
      "/metrics",
      async (response, { headers }) =>
        asksForOpenMetrics(headers.accept)
          ? send(response, 200, OPEN_METRICS_TYPE, await openMetricsText(registry))
          : send(response, 200, registry.contentType, await renderMetrics(registry)),
    ],
    ["/healthz", (response) => sendJson(response, 200, { alive: true })],
    [
      "/readyz",
      async (response) => {
        const answer = await answerWithin(READINESS_TIMEOUT_MS, readiness);
        sendJson(
          response,
          Object.values(answer).every((each) => each !== false) ? 200 : 503,
          answer,
        );
      },
    ],
  ]);
}

function answerWith(routes: ReadonlyMap<string, Answer>): RequestListener {
  return (request, response) => {
    const answer = routes.get(request.url?.split("?", 1)[0] ?? "");
    if (answer === undefined) return sendJson(response, 404, { error: "not found" });
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return sendJson(response, 405, { error: "only GET and HEAD" });
    }
    Promise.resolve()
      .then(() => answer(response, request))
      .catch(() => sendJson(response, 500, { error: "could not be read" }));
  };
}

const sendJson = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`);

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  response.end(body);
}
