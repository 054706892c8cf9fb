import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A span as it came over the wire. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  /** "" at the root. */
  readonly parentSpanId: string;
  readonly startNano: bigint;
  readonly endNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly isError: boolean;
}

export interface Collector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** Waits until such a span is there. @throws after some seconds */
  find(isWanted: (span: CollectedSpan) => boolean): Promise<CollectedSpan>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** A collector that takes OTLP over HTTP as JSON and keeps what it gets. @param port - 0: any */
export async function startCollector(port = 0): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    const isOurs = request.method === "POST" && request.url === "/v1/traces";
    const take = async () => {
      const body = await readAll(request);
      if (isOurs) spans.push(...spansOf(JSON.parse(body) as Exported));
      response.writeHead(isOurs ? 200 : 404, { "content-type": "application/json" }).end("{}");
    };
    take().catch(() => response.destroy());
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    async find(isWanted) {
      const deadlineMs = performance.now() + PATIENCE_MS;
      for (;;) {
        const found = spans.find(isWanted);
        if (found) return found;
        if (performance.now() > deadlineMs) {
          const names = [...new Set(spans.map(({ service, name }) => `${service}: ${name}`))];
          throw new Error(`no such span among ${spans.length}: ${names.join(", ")}`);
        }
        await sleep(20);
      }
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface ExportedSpan extends Omit<CollectedSpan, "service" | "attributes" | "parentSpanId"> {
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status?: { readonly code?: number };
}
interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const spansOf = ({ resourceSpans }: Exported): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map(({ startTimeUnixNano, endTimeUnixNano, status, ...span }) => ({
        ...span,
        service: String(valuesOf(resource.attributes)["service.name"]),
        parentSpanId: span.parentSpanId ?? "",
        startNano: BigInt(startTimeUnixNano),
        endNano: BigInt(endTimeUnixNano),
        attributes: valuesOf(span.attributes),
        isError: status?.code === 2,
      })),
    ),
  );
