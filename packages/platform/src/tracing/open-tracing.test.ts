import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { createLogger, Registry } from "../telemetry/index.js";
import { openTracing } from "./index.js";

/** The packages' own program, with none of the packages around it. */
function withoutPackages() {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-tracing-"));
  const program = new URL("../../../../tracing/open-exporter.js", import.meta.url);
  copyFileSync(program, join(folder, "open-exporter.js"));
  return {
    packages: pathToFileURL(`${folder}/`),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function open(endpoint: string | undefined) {
  const lines: string[] = [];
  const { packages, remove } = withoutPackages();
  const tracing = await openTracing({
    config: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACE_SAMPLED_SHARE: 0.5 },
    registry: new Registry(),
    log: createLogger({
      ...{ service: "test", level: "info", showPlates: false },
      destination: { write: (line) => void lines.push(line) },
    }),
    packages,
  });
  remove();
  return { tracer: tracing.tracerOf("backend"), lines, close: () => tracing.close() };
}

describe("tracing", () => {
  it("exports nothing and says nothing without an endpoint", async () => {
    const { tracer, lines, close } = await open(undefined);
    expect(tracer.isExporting).toBe(false);
    expect(tracer.begin().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(lines).toEqual([]);
    await close();
  });

  it("says in one line what to install when the packages are missing, and goes on", async () => {
    const { tracer, lines, close } = await open("http://127.0.0.1:4318");
    expect(tracer.isExporting).toBe(false);
    expect(tracer.begin().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "warn",
      msg: expect.stringContaining("npm ci --prefix tracing"),
    });
    await close();
  });
});
