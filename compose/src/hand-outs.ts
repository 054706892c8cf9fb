import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VIRTUAL_HOST } from "./accounts.js";
import { rabbitmqDefinitions } from "./rabbitmq-definitions.js";
import { redisAcl } from "./redis-acl.js";
import { apiTokens, gatewayTokens, type Secrets, secretOf } from "./secret-files.js";

/** The secret files of one container, and the user that may read them. */
interface HandOut {
  readonly service: string;
  readonly uid: number;
  readonly files: Readonly<Record<string, string>>;
}

/** Users of the official images, the same as in docker-compose.yml. */
const NODE_UID = 1_000;
const SERVER_UID = 999;
const GRAFANA_UID = 472;

/** Each container gets only its own secrets. */
export function handOutsOf(secrets: Secrets): readonly HandOut[] {
  const amqpUrl = (user: string) =>
    `amqp://${user}:${secretOf(secrets, `rabbitmq-${user}`)}@rabbitmq:5672/${VIRTUAL_HOST}`;
  const redisUrl = (user: string) =>
    `redis://${user}:${secretOf(secrets, `redis-${user}`)}@redis:6379`;
  const summaryApiPassword = secretOf(secrets, "postgres-summary-api");
  const client = (user: string) => ({
    service: user,
    uid: NODE_UID,
    files: { "amqp-url": amqpUrl(user), "redis-url": redisUrl(user) },
  });
  const backend = client("backend");
  const tokenLines = Object.entries(apiTokens).map(
    ([name, scopes]) => `${scopes.join(",")} ${secretOf(secrets, name)}\n`,
  );
  const gatewayLines = Object.entries(gatewayTokens).map(
    ([name, line]) => `${line} ${secretOf(secrets, name)}\n`,
  );
  return [
    client("entry-generator"),
    client("exit-generator"),
    { ...backend, files: { ...backend.files, "summary-token": secretOf(secrets, "api-backend") } },
    {
      service: "gateway",
      uid: NODE_UID,
      files: {
        "amqp-url": amqpUrl("gateway"),
        "api-tokens": gatewayLines.join(""),
        "event-id-key": secretOf(secrets, "event-id-key"),
        "receipt-key": secretOf(secrets, "receipt-key"),
        "ledger-token": secretOf(secrets, "api-gateway"),
      },
    },
    { service: "operator", uid: NODE_UID, files: { "amqp-url": amqpUrl("operator") } },
    {
      service: "summary-api",
      uid: NODE_UID,
      files: {
        "amqp-url": amqpUrl("summary-api"),
        "database-url": `postgres://summary_api:${summaryApiPassword}@postgres:5432/boomgate`,
        "api-tokens": tokenLines.join(""),
        "plate-pepper": secretOf(secrets, "plate-pepper"),
      },
    },
    {
      service: "rabbitmq",
      uid: SERVER_UID,
      files: { "definitions.json": JSON.stringify(rabbitmqDefinitions(secrets), null, 2) },
    },
    { service: "redis", uid: SERVER_UID, files: { "users.acl": redisAcl(secrets) } },
    {
      service: "postgres",
      uid: SERVER_UID,
      files: {
        "admin-password": secretOf(secrets, "postgres-admin"),
        "summary-api-password": summaryApiPassword,
      },
    },
    {
      service: "grafana",
      uid: GRAFANA_UID,
      files: { "admin-password": secretOf(secrets, "grafana-admin") },
    },
  ];
}

/** Writes each hand-out into the folder of its service, readable only for its user. */
export function writeHandOut(root: string, { service, uid, files }: HandOut): void {
  const folder = join(root, service);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    rmSync(path, { force: true });
    writeFileSync(path, content, { mode: 0o400 });
    chownSync(path, uid, uid);
  }
  chownSync(folder, uid, uid);
  chmodSync(folder, 0o500);
}
