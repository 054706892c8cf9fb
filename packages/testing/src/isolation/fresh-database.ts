import { Client } from "pg";
import { uniqueName } from "./unique-name.js";

export interface FreshDatabase {
  readonly url: string;
  /** Also while clients are connected to it. */
  drop(): Promise<void>;
}

/** An empty database of our own in a server that others use too. */
export async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = uniqueName();
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
