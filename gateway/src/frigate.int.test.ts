import { setTimeout as sleep } from "node:timers/promises";
import { startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { connectAsync } from "mqtt";
import { expect, it, onTestFinished } from "vitest";
import {
  type GatewayProcess,
  gatewayProcess,
  someNames,
  takeAll,
} from "./gateway-process.fixture.js";
import { aCamerasFile } from "./http/cameras.fixture.js";

const MQTT_URL = process.env["MQTT_URL"] ?? "mqtt://127.0.0.1:1883";
const EVENTS = 60;

const isThere = await connectAsync(MQTT_URL, { reconnectPeriod: 0, connectTimeout: 2_000 }).then(
  (client) => client.endAsync().then(() => true),
  () => false,
);

const now = () => Date.now() / 1_000;
const eventOf = (index: number, type: "new" | "update" | "end") => {
  const start = now();
  const state = { id: `${start.toFixed(6)}-e${index}`, camera: "driveway", label: "car" };
  const plate = { recognized_license_plate: `FRI ${index}`, recognized_license_plate_score: 0.9 };
  const times = { start_time: start, end_time: type === "end" ? start + 2 : null };
  return JSON.stringify({ type, before: state, after: { ...state, ...plate, ...times } });
};

describeWith("rabbitmq", "Frigate by MQTT", ({ rabbitmq: url }) => {
  it.skipIf(!isThere)(
    "loses no passage while RabbitMQ, MQTT and the gateway come and go, and takes one of each vehicle",
    async () => {
      const { names, env, remove } = someNames();
      const topic = uniqueName();
      const camera = { name: "drive", vendor: "frigate", direction: "entry", access: "none" };
      const file = aCamerasFile([
        { ...camera, source: "driveway" },
        { ...camera, name: "other", source: "backyard" },
      ]);
      const rabbit = await startTcpProxy(url);
      const mqtt = await startTcpProxy(MQTT_URL);
      const settings = {
        ...{ AMQP_URL: rabbit.url, CAMERAS_FILE: file.path, CONFIRM_TIMEOUT_MS: "500" },
        ...{ MQTT_URL: mqtt.url, MQTT_TOPIC: topic, MQTT_CLIENT_ID: topic },
        ...env,
      };
      const start = () => gatewayProcess(settings);
      const subscribed = (gateway: GatewayProcess) =>
        expect.poll(() => gateway.lines.join("")).toContain("subscribed to MQTT");
      let gateway = await start();
      const frigate = await connectAsync(MQTT_URL);
      onTestFinished(async () => {
        gateway.kill("SIGKILL");
        await frigate.endAsync();
        const session = await connectAsync(MQTT_URL, { clientId: topic, clean: true });
        await session.endAsync(); // the broker forgets what it keeps for the gateway
        await Promise.all([rabbit.stop(), mqtt.stop()]);
        file.remove();
        await remove(url);
      });
      await subscribed(gateway);
      const say = (message: string) => frigate.publishAsync(`${topic}/events`, message, { qos: 1 });
      const disturbances = [
        async () => rabbit.refuse(),
        async () => rabbit.accept(),
        async () => mqtt.cut(),
        async () => {
          gateway.kill("SIGKILL");
          await gateway.end();
        },
        async () => {
          gateway = await start();
        },
        async () => mqtt.refuse(),
        async () => mqtt.accept(),
      ];
      for (let index = 0; index < EVENTS; index += 1) {
        if (index % 8 === 4) await disturbances[Math.floor(index / 8)]?.();
        await say(eventOf(index, "new"));
        await say(eventOf(index, "update"));
        await say(eventOf(index, "end"));
        await sleep(20);
      }
      await frigate.publishAsync(`${topic}/available`, "online", { qos: 1 });
      const { found, close } = await takeAll(url, names);
      const ids = () => new Set(found.map(({ id }) => id));
      await expect.poll(() => ids().size).toBe(EVENTS);
      await sleep(500);
      expect(ids().size).toBe(EVENTS);
      const { cameras } = (await (await fetch(`${gateway.url}/api/v1/cameras`)).json()) as {
        cameras: readonly { name: string; last_word: { heartbeat: boolean } | null }[];
      };
      expect(cameras.map(({ last_word: word }) => word?.heartbeat)).toEqual([true, true]);
      await close();
      gateway.kill("SIGTERM");
      expect(await gateway.end()).toBe(0);
    },
  );
});
