import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterEach, expect, it } from "vitest";
import { startPrometheus } from "./start-prometheus.js";

describeWithProgram("prometheus", "a Prometheus that was killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-prometheus-"));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("can still be stopped, more than once", async () => {
    const prometheus = await startPrometheus(folder, () => []);
    process.kill(prometheus.pid, "SIGKILL");
    await prometheus.stop();
    await prometheus.stop();
    await expect(fetch(prometheus.url)).rejects.toThrow();
  });
});
