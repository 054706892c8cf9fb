import { parkedQueueOf } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, NAMES, type TestGateway } from "../gateway.fixture.js";
import {
  aCamerasFile,
  CAMERAS,
  eventsOf,
  expectedOf,
  PAYLOADS,
  payloadOf,
  sendTo,
  vendorOf,
} from "./cameras.fixture.js";

let gateway: TestGateway;
const file = aCamerasFile();
const parked: Delivery[] = [];
beforeAll(async () => {
  gateway = await aGateway({ env: { CAMERAS_FILE: file.path } });
  await gateway.memory.consume(parkedQueueOf(NAMES), { prefetch: 100 }, (delivery) => {
    parked.push(delivery);
    delivery.ack();
  });
});
afterAll(async () => {
  await gateway.stop();
  file.remove();
});

const addressOf = (camera: string) => `${gateway.url}/api/v1/cameras/${camera}`;
const settingsOf = (camera: string) => CAMERAS.find(({ name }) => name === camera) as object;
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(300_000, 9)]);

describe.each(PAYLOADS)("%s", (name) => {
  const request = payloadOf(name);
  const vendor = vendorOf(name);

  it("becomes the events of its adapter, each time it is sent, and gets the answer of its maker", async () => {
    const expected = await expectedOf(request, settingsOf(vendor));
    for (const time of ["first", "again"]) {
      gateway.deliveries.length = 0;
      parked.length = 0;
      const answer = await sendTo(addressOf(vendor), request);
      expect([time, answer.status]).toEqual([time, expected.answer.status]);
      expect(await answer.text()).toBe(expected.answer.body);
      expect(await gateway.published()).toEqual(eventsOf(expected));
      expect(parked).toHaveLength(expected.problems.length > 0 ? 1 : 0);
    }
  });
});

describe("a message of a camera", () => {
  const dahua = payloadOf("dahua-tollgate.json");

  it("is kept raw when nobody can use it, without its pictures, and answered with success", async () => {
    parked.length = 0;
    const body = Buffer.concat([
      Buffer.from('{"Picture": broken'),
      JPEG,
      Buffer.from([0xff, 0xd9]),
    ]);
    const answer = await sendTo(addressOf("dahua"), { ...dahua, body });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { Result: true, Message: "Success" },
    ]);
    await expect.poll(() => parked).toHaveLength(1);
    const [delivery] = parked;
    expect(delivery?.body.toString()).toBe('{"Picture": broken[300005 bytes of a picture]');
    expect(delivery?.headers).toMatchObject({
      "x-parked-code": "CAMERA_BODY_BROKEN",
      "x-parked-reason": expect.stringContaining("in no encoding that is known"),
      "x-camera": "dahua",
    });
    expect(delivery?.headers["x-original-queue"]).toBeUndefined();
  });

  it("may have any content type, or none, and a picture of megabytes", async () => {
    for (const type of ["", "x", "text/html; =;", "multipart/form-data"]) {
      const answer = await sendTo(addressOf("dahua"), {
        ...dahua,
        headers: type === "" ? {} : { "content-type": type },
      });
      expect([type, answer.status]).toEqual([type, 200]);
    }
    const { body } = dahua;
    const text = Buffer.from(body).toString();
    const large = text.replace(/\{/, `{"Content": "${"A".repeat(5_000_000)}", `);
    const answer = await sendTo(addressOf("dahua"), { ...dahua, body: Buffer.from(large) });
    expect(answer.status).toBe(200);
  });

  it("is refused when it is larger than any message, also compressed", async () => {
    const huge = { ...dahua, body: Buffer.alloc(17 * 1_048_576, " ") };
    const answer = await sendTo(addressOf("dahua"), huge).catch(() => undefined);
    expect(answer?.status ?? 413).toBe(413);
    const { gzipSync } = await import("node:zlib");
    const bomb = await sendTo(addressOf("dahua"), {
      ...dahua,
      headers: { "content-encoding": "gzip" },
      body: gzipSync(Buffer.alloc(100_000_000)),
    });
    expect([bomb.status, ((await bomb.json()) as { code: string }).code]).toEqual([
      413,
      "BODY_TOO_LARGE",
    ]);
    const { in_flight } = (await (await gateway.get("/api/v1/stats")).json()) as {
      in_flight: object;
    };
    expect(in_flight).toEqual({ events: 0, bytes: 0 });
  });

  it("of a camera that does not exist is refused", async () => {
    const answer = await sendTo(addressOf("south-1"), dahua);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "NO_SUCH_CAMERA" }]);
  });
});

describe("the cameras", () => {
  it("are listed with what each last sent", async () => {
    await sendTo(addressOf("hikvision"), payloadOf("hikvision-anpr-doctype.xml"));
    const list = (await (await gateway.get("/api/v1/cameras")).json()) as {
      cameras: readonly { readonly name: string }[];
    };
    expect(list.cameras).toHaveLength(CAMERAS.length);
    expect(list.cameras.find(({ name }) => name === "hikvision")).toMatchObject({
      vendor: "hikvision",
      lot_id: "main",
      gate_id: "north",
      last_word: { passages: 0, problems: ["XML_DOCTYPE: body"], confirmed: true },
    });
  });

  it("are metrics: when each was last seen, by how much its clock is off, and its passages", async () => {
    await sendTo(addressOf("hikvision"), payloadOf("hikvision-anpr.xml"));
    const text = await gateway.registry.metrics();
    expect(text).toContain(
      'parking_camera_last_seen_timestamp_seconds{camera="hikvision"} 1772366400',
    );
    expect(text).toContain('parking_camera_clock_skew_seconds{camera="hikvision"} -14400');
    expect(text).toMatch(
      /parking_camera_passages_total\{camera="hikvision",outcome="queued"\} [1-9]/,
    );
  });
});
