import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface PathProxy {
  /** Of the page, by way of the proxy: "http://127.0.0.1:8080/parking/". */
  readonly url: string;
  /** Requested paths outside of the one that the proxy serves. */
  readonly outside: readonly string[];
  stop(): Promise<void>;
}

/** A reverse proxy that serves an API below a path. It removes the path and sends no header about it. */
export async function aPathProxy(path: string, apiUrl: () => string): Promise<PathProxy> {
  const outside: string[] = [];
  const server = createServer((asked, answer) => {
    const { url = "", method, headers } = asked;
    if (!url.startsWith(path)) {
      outside.push(url);
      answer.writeHead(404).end();
      return;
    }
    const target = new URL(url.slice(path.length - 1), apiUrl());
    const passed = request(target, { method, headers: { ...headers, host: target.host } });
    passed.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    outside,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
