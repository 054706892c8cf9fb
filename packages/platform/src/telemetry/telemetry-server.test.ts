import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { createRegistry, startTelemetryServer, type TelemetryServerOptions } from "./index.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function aServer(options: Partial<TelemetryServerOptions> = {}) {
  const server = await startTelemetryServer({
    host: "127.0.0.1",
    port: 0,
    registry: createRegistry("backend"),
    readiness: () => ({ broker: true, store: true }),
    ...options,
  });
  stops.push(() => server.stop());
  return server;
}

describe("telemetry server", () => {
  it("serves the metrics of the process and of the build", async () => {
    const { url } = await aServer();
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    expect(text).toMatch(
      /^boomgate_build_info\{service="backend",version="\d+\.\d+\.\d+",.*\} 1$/m,
    );
  });

  it("is healthy as long as it answers, also when it is not ready", async () => {
    const { url } = await aServer({ readiness: () => ({ broker: false }) });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
  });

  it("is ready when everything it needs is, and names each", async () => {
    const { url } = await aServer();
    const answer = await fetch(`${url}/readyz?verbose`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ broker: true, store: true });
  });

  it("is not ready when one thing is missing, and names which", async () => {
    const { url } = await aServer({
      readiness: () => Promise.resolve({ broker: true, store: false }),
    });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ broker: true, store: false });
  });

  it("is ready whatever a text of it says, and shows the text", async () => {
    const { url } = await aServer({ readiness: () => ({ store: true, ledger: "away" }) });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ store: true, ledger: "away" });
  });

  it("is not ready when the check itself fails, and keeps the reason to itself", async () => {
    const { url } = await aServer({
      readiness: () => {
        throw new Error("redis://:secret@store:6379 is away");
      },
    });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ answering: false });
  });

  it("is not ready when the check never answers", async () => {
    const { url } = await aServer({ readiness: () => new Promise(() => {}) });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ answering: false });
  });

  it("knows no other path and changes nothing", async () => {
    const { url } = await aServer();
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/metrics/`)).status).toBe(404);
    const refused = await fetch(`${url}/metrics`, { method: "POST", body: "x" });
    expect(refused.status).toBe(405);
    expect(refused.headers.get("allow")).toBe("GET, HEAD");
    const head = await fetch(`${url}/healthz`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("says which port is taken", async () => {
    const { url } = await aServer();
    const { port } = new URL(url);
    await expect(aServer({ port: Number(port) })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use by another process: set METRICS_PORT to another`,
    );
  });

  it("says that an address is not of this machine", async () => {
    await expect(aServer({ host: "192.0.2.1" })).rejects.toThrow("this machine does not have");
  });

  it("names an address one can open when it listens on all", async () => {
    const { url } = await aServer({ host: "0.0.0.0" });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it("stops although a connection never sent its request", async () => {
    const server = await aServer();
    const silent = connect(Number(new URL(server.url).port), "127.0.0.1");
    silent.on("error", () => {});
    await once(silent, "connect");
    const closed = once(silent, "close");
    await server.stop();
    await closed;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow("fetch failed");
  });
});
