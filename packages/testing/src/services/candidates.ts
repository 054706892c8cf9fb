import { userInfo } from "node:os";
import type { ServiceName } from "./service.js";

/** Where a service may answer already: at its variable if that is set, else at its usual local port. */
export function candidateUrls(name: ServiceName, env: NodeJS.ProcessEnv): string[] {
  const given = env[VARIABLES[name]];
  return given ? [given] : USUAL[name](env);
}

/** @returns the address without user and password */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

const VARIABLES: Readonly<Record<ServiceName, string>> = {
  rabbitmq: "AMQP_URL",
  redis: "REDIS_URL",
  postgres: "DATABASE_URL",
};

const USUAL: Readonly<Record<ServiceName, (env: NodeJS.ProcessEnv) => string[]>> = {
  rabbitmq: () => ["amqp://guest:guest@127.0.0.1:5672"],
  redis: () => ["redis://127.0.0.1:6379"],
  postgres: (env) => ["postgres://postgres@127.0.0.1:5432/postgres", postgresUrlAsPsqlWould(env)],
};

function postgresUrlAsPsqlWould(env: NodeJS.ProcessEnv): string {
  const url = new URL("postgres://127.0.0.1:5432/postgres");
  if (env["PGHOST"] && !env["PGHOST"].startsWith("/")) url.hostname = env["PGHOST"];
  if (env["PGPORT"]) url.port = env["PGPORT"];
  url.username = env["PGUSER"] || userInfo().username;
  url.password = env["PGPASSWORD"] ?? "";
  if (env["PGDATABASE"]) url.pathname = `/${env["PGDATABASE"]}`;
  return url.href;
}
