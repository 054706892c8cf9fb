import { setTimeout as sleep } from "node:timers/promises";
import { parkedQueueOf, pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { startTcpProxy } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it, onTestFinished } from "vitest";
import { gatewayProcess, someNames, takeAll } from "./gateway-process.fixture.js";
import {
  aCamerasFile,
  CAMERAS,
  eventsOf,
  expectedOf,
  PAYLOADS,
  payloadOf,
  sendTo,
  vendorOf,
} from "./http/cameras.fixture.js";

const TWICE = 2;

describeWith("rabbitmq", "cameras of all makers", ({ rabbitmq: url }) => {
  it("send until the gateway has it, over a broker that comes and goes, and each passage arrives with one id", async () => {
    const { names, env, remove } = someNames();
    const file = aCamerasFile();
    const proxy = await startTcpProxy(url);
    const gateway = await gatewayProcess({
      ...{ AMQP_URL: proxy.url, CAMERAS_FILE: file.path, CONFIRM_TIMEOUT_MS: "500", ...env },
    });
    onTestFinished(async () => {
      gateway.kill("SIGKILL");
      await proxy.stop();
      file.remove();
      await remove(url);
    });
    let again = 0;
    /** As a camera does: until it hears success. */
    const sendUntilTaken = async (name: string) => {
      const request = payloadOf(name);
      const address = `${gateway.url}/api/v1/cameras/${vendorOf(name)}`;
      for (;;) {
        const answer = await sendTo(address, request);
        const body = await answer.text();
        if (answer.ok && !body.includes('"Result":false')) return;
        expect(answer.status).toBe(503);
        again += 1;
        await sleep(20);
      }
    };
    const disturbing = (async () => {
      for (let round = 0; round < 3; round += 1) {
        proxy.refuse();
        await sleep(700);
        proxy.accept();
        await sleep(400);
        proxy.stall();
        await sleep(700);
        proxy.cut();
        proxy.flow();
        await sleep(400);
      }
    })();
    const senders = Array.from({ length: TWICE }, async () => {
      for (const name of PAYLOADS) await sendUntilTaken(name);
    });
    await Promise.all(senders);
    await disturbing;
    expect(again).toBeGreaterThan(0);

    const readings = await Promise.all(
      PAYLOADS.map((name) => {
        const settings = CAMERAS.find((camera) => camera.name === vendorOf(name)) as object;
        return expectedOf(payloadOf(name), settings);
      }),
    );
    const expected = new Set(
      readings.flatMap((reading) => eventsOf(reading).map((event) => (event as { id: string }).id)),
    );
    expect(expected.size).toBeGreaterThan(15);
    const { found, close } = await takeAll(url, names);
    await expect.poll(() => new Set(found.map(({ id }) => id)).size).toBe(expected.size);
    expect(new Set(found.map(({ id }) => id))).toEqual(expected);
    await close();

    const broken = readings.filter(({ problems }) => problems.length > 0).length;
    const broker = await openAmqpBroker({
      url,
      topology: pipelineTopology(names, "classic"),
      clientName: "test",
      log: { warn: () => undefined, info: () => undefined },
    });
    expect(await broker.depth(parkedQueueOf(names))).toBeGreaterThanOrEqual(TWICE * broken);
    await broker.close();
  });
});
