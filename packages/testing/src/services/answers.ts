import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "amqplib";
import { Client } from "pg";
import { createClient } from "redis";
import type { ServiceName } from "./service.js";

const LONGEST_MS = 15_000;

/** Resolves when the service at the address answers in its protocol and accepts the login. */
export const answers: Readonly<Record<ServiceName, (url: string) => Promise<void>>> = {
  rabbitmq: (url) => within(url, rabbitmqAnswers),
  redis: (url) => within(url, redisAnswers),
  postgres: (url) => within(url, postgresAnswers),
};

async function rabbitmqAnswers(url: string): Promise<void> {
  const connection = await connect(url, { timeout: LONGEST_MS });
  connection.on("error", () => {});
  await connection.close();
}

async function redisAnswers(url: string): Promise<void> {
  const client = createClient({
    url,
    socket: { reconnectStrategy: false, connectTimeout: LONGEST_MS },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.destroy();
  }
}

async function postgresAnswers(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: LONGEST_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
  } finally {
    await client.end();
  }
}

/** A port may accept a connection and then say nothing. */
async function within(url: string, probe: (url: string) => Promise<void>): Promise<void> {
  const late = sleep(LONGEST_MS, undefined, { ref: false }).then(() => {
    throw new Error(`no answer in ${LONGEST_MS} ms`);
  });
  await Promise.race([probe(url), late]);
}
