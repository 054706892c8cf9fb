import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PageApi } from "../page/page-api.fixture.js";
import { aStay } from "../store/stays/stays.fixture.js";

const METRICS = `
process_start_time_seconds 1763683200
parking_lot_occupancy{lot="north"} 40
parking_lot_occupancy{lot="south"} 2
parking_queue_messages{queue="vehicle_exits"} 5
`;
const backend = createServer((_request, response) => response.end(METRICS));
let api: PageApi;
const readJson = async (path: string) => (await fetch(`${api.url}${path}`)).json();

beforeEach(() => new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve)));
afterEach(async () => {
  backend.close();
  await api.remove();
});

describe("the overview of the API", () => {
  it("counts what was committed a moment ago", async () => {
    api = new PageApi();
    await api.start();
    const exitedAt = new Date(Date.now() - 1_000);
    await api.post(
      aStay({ id: "x1", exitedAt, durationSeconds: 600 }),
      aStay({ id: "x2", exitedAt }),
    );
    expect(await readJson("/api/v1/overview?hours=6")).toMatchObject({
      step_seconds: 60,
      closed: 2,
    });
    expect((await fetch(`${api.url}/api/v1/overview?hours=7`)).status).toBe(400);
    expect(await readJson("/api/v1/pipeline")).toEqual({ watched: false, pipeline: null });
  });

  it("has the figures of the backends", async () => {
    const { port } = backend.address() as AddressInfo;
    api = new PageApi({ BACKEND_METRICS_URL: `http://127.0.0.1:${port}/metrics` });
    await api.start();
    await expect
      .poll(() => readJson("/api/v1/pipeline"))
      .toMatchObject({
        watched: true,
        pipeline: { asked: 1, answered: 1, inside: 42, queues: { vehicle_exits: 5 }, held: [] },
      });
    const { counted } = (await readJson("/api/v1/overview?hours=1")) as { counted: unknown[] };
    expect(counted.at(-1)).toBe(42);
    const ofSouth = { pipeline: { inside: 2 } };
    expect(await readJson("/api/v1/pipeline?lot=south")).toMatchObject(ofSouth);
    const south = (await readJson("/api/v1/overview?hours=1&lot=south")) as { counted: unknown[] };
    expect(south.counted.at(-1)).toBe(2);
  });
});
