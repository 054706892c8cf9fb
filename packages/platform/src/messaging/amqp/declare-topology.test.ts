import { EventEmitter } from "node:events";
import type { ChannelModel } from "amqplib";
import { expect, it } from "vitest";
import { declareTopology } from "./declare-topology.js";

const refused = () => Object.assign(new Error("ACCESS_REFUSED"), { code: 403 });
const missing = () => Object.assign(new Error("NOT_FOUND"), { code: 404 });

/** As RabbitMQ from 4.2.7 on answers a user with a right over `mine` alone; a failure ends the channel. */
function aBroker(mine: readonly string[], there: readonly string[]) {
  const createChannel = async () => {
    const channel = new EventEmitter();
    const failing = (error: Error) => {
      channel.emit("close");
      return Promise.reject(error);
    };
    const check = (name: string) => {
      if (!mine.includes(name)) return failing(refused());
      return there.includes(name) ? Promise.resolve({}) : failing(missing());
    };
    const refuse = () => failing(refused());
    return Object.assign(channel, {
      ...{ assertExchange: refuse, assertQueue: refuse, bindQueue: refuse },
      ...{ checkExchange: check, checkQueue: check },
      close: async () => undefined,
    });
  };
  return { createChannel } as unknown as ChannelModel;
}

function aLog() {
  const lines: unknown[] = [];
  const take = (fields: object, message: string) => void lines.push([message, fields]);
  return { lines, log: { warn: take, info: take } };
}

const topology = {
  exchanges: [{ name: "events", type: "topic" as const }],
  queues: [{ name: "work", arguments: {} }],
  bindings: [{ exchange: "events", key: "a", queue: "work" }],
  streams: [{ name: "audit", arguments: {}, bindings: [] }],
};

it("goes on, and logs once, where a user has no right to check what exists", async () => {
  const { lines, log } = aLog();
  await declareTopology(aBroker(["events"], ["events"]), topology, log);
  expect(lines).toEqual([
    ["no right to see whether these exist", { unseen: ["queue work", "stream audit"] }],
  ]);
});

it("fails when something is missing that we may ask after but not declare", async () => {
  const { log } = aLog();
  const declared = declareTopology(aBroker(["events", "work"], ["events"]), topology, log);
  await expect(declared).rejects.toThrow("NOT_FOUND");
});
