import { connect } from "amqplib";
import { Client } from "pg";
import { createClient } from "redis";
import type { ServiceName } from "./service.js";

/** What each service says of itself: "RabbitMQ 4.0.5, Redis 7.0.15, PostgreSQL 15.13". */
export async function serviceVersions(
  urls: Readonly<Record<ServiceName, string>>,
): Promise<string> {
  const [rabbitmq, redis, postgres] = await Promise.all([
    rabbitmqVersion(urls.rabbitmq),
    redisVersion(urls.redis),
    postgresVersion(urls.postgres),
  ]);
  return `RabbitMQ ${rabbitmq}, Redis ${redis}, PostgreSQL ${postgres}`;
}

async function rabbitmqVersion(url: string): Promise<string> {
  const client = await connect(url);
  const { version } = client.connection.serverProperties;
  await client.close();
  return version;
}

async function redisVersion(url: string): Promise<string> {
  const client = createClient({ url });
  await client.connect();
  const about = await client.info("server");
  client.destroy();
  return /redis_version:(\S+)/.exec(about)?.[1] ?? "?";
}

async function postgresVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  await client.end();
  return rows[0]?.server_version.split(" ")[0] ?? "?";
}
