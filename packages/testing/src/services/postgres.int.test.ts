import { Client } from "pg";
import { startPostgres } from "./postgres.js";
import { startedServiceSuite } from "./started-service.suite.js";

async function query(url: string, text: string): Promise<readonly Record<string, string>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(text)).rows;
  } finally {
    await client.end();
  }
}

startedServiceSuite("postgres", {
  start: () => startPostgres(),
  write: async (url) => {
    await query(url, "create table states as select 'kept' as state");
  },
  read: async (url) => (await query(url, "select state from states"))[0]?.["state"],
});
