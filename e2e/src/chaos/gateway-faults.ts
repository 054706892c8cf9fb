import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.js";
import { type FaultTarget, loggedBy, repeatedly } from "./fault-target.js";
import { sendHostileRequests } from "./hostile-requests.js";
import { rabbitmqctl } from "./rabbitmqctl.js";

/** Longer than the time limits of a confirm, and than three heartbeats. */
const FROZEN_MS = 20_000;

const lostConnections = (target: FaultTarget) =>
  loggedBy("gateway", target, "the broker is away, trying again");

const answered = ({ gatewaySender }: FaultTarget, status: string): number =>
  gatewaySender?.answers.get(status) ?? 0;

async function replaceGateway(
  target: FaultTarget,
  index: number,
  end: "kill" | "stop",
): Promise<void> {
  await target.gateways[index]?.[end]();
  target.gateways[index] = await target.startGateway();
}

/** Faults on the way through two gateways: what they answered 202 is held to be accepted, the rest is sent again. */
export const gatewayFaults: readonly Fault[] = [
  {
    name: "gateways: kill -9 of one of two, in turn",
    through: "gateways",
    async inject(target) {
      await repeatedly(6, 300, (turn) => replaceGateway(target, turn % 2, "kill"));
      return { what: "requests without an answer", times: answered(target, "none") };
    },
  },
  {
    name: "gateways: rolling restart by SIGTERM",
    through: "gateways",
    async inject(target) {
      await repeatedly(6, 300, (turn) => replaceGateway(target, turn % 2, "stop"));
      return { what: "gateways restarted", times: 6 };
    },
  },
  {
    name: "gateways: one frozen and thawed",
    through: "gateways",
    async inject(target) {
      const before = answered(target, "none");
      target.gateways[0]?.signal("SIGSTOP");
      await sleep(Math.max(target.outageMs, FROZEN_MS));
      target.gateways[0]?.signal("SIGCONT");
      return { what: "requests without an answer", times: answered(target, "none") - before };
    },
  },
  {
    name: "gateways: connections to RabbitMQ cut and stalled",
    through: "gateways",
    async inject(target) {
      const { gateway } = target.proxies;
      await repeatedly(4, 300, () => gateway.cut());
      gateway.stall();
      await sleep(Math.max(target.outageMs, FROZEN_MS));
      gateway.cut();
      gateway.flow();
      return { what: "connections lost", times: lostConnections(target) };
    },
  },
  {
    name: "gateways: kill -9 of RabbitMQ",
    through: "gateways",
    async inject(target) {
      await target.services.rabbitmq.kill("SIGKILL");
      await sleep(1_000);
      await target.services.rabbitmq.restart();
      return { what: "connections lost", times: lostConnections(target) };
    },
  },
  {
    name: "gateways: RabbitMQ out of memory",
    through: "gateways",
    async inject(target) {
      const { pid } = target.services.rabbitmq;
      const { publishedEvents } = target;
      await rabbitmqctl(pid, "set_vm_memory_high_watermark", "0.0000001");
      await sleep(target.outageMs);
      // Requests wait for their confirms, or are refused once the broker says that it blocks.
      let pauses = 0;
      await repeatedly(5, 200, async () => {
        const before = publishedEvents.confirmed.length;
        await sleep(100);
        if (publishedEvents.confirmed.length === before) pauses += 1;
      });
      await rabbitmqctl(pid, "set_vm_memory_high_watermark", "0.4");
      const refused = answered(target, "503");
      return { what: `times no event was confirmed, ${refused} answers 503`, times: pauses };
    },
  },
  {
    name: "gateways: RabbitMQ frozen and thawed",
    through: "gateways",
    async inject(target) {
      const before = answered(target, "503");
      await target.services.rabbitmq.kill("SIGSTOP");
      await sleep(Math.max(target.outageMs, FROZEN_MS));
      await target.services.rabbitmq.kill("SIGCONT");
      return { what: "answers 503", times: answered(target, "503") - before };
    },
  },
  {
    name: "gateways: hostile requests",
    through: "gateways",
    async inject(target) {
      const { ended, problems } = await sendHostileRequests(target.gatewayUrls());
      return { what: "hostile requests refused or ended", times: ended, problems };
    },
  },
];
