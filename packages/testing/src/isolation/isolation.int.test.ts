import { Client } from "pg";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../vitest/describe-with.js";
import { deleteKeys } from "./delete-keys.js";
import { freshDatabase } from "./fresh-database.js";
import { uniqueName } from "./unique-name.js";

describeWith("postgres", "a fresh database", ({ postgres }) => {
  async function names(url: string, text: string): Promise<string[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(text);
    await client.end();
    return rows.map(({ name }) => name);
  }

  it("is empty, ours, and gone after the drop although a client is connected", async () => {
    const database = await freshDatabase(postgres);
    expect(
      await names(
        database.url,
        "select tablename as name from pg_tables where schemaname = 'public'",
      ),
    ).toEqual([]);
    const left = new Client({ connectionString: database.url });
    left.on("error", () => {});
    await left.connect();
    await database.drop();
    const own = new URL(database.url).pathname.slice(1);
    expect(await names(postgres, "select datname as name from pg_database")).not.toContain(own);
  });
});

describeWith("redis", "deleting keys", ({ redis }) => {
  const client = createClient({ url: redis });
  beforeAll(async () => {
    await client.connect();
  });
  afterAll(() => client.close());

  it("takes the keys of the prefix, special characters included, and no others", async () => {
    const prefix = `${uniqueName()}[a*]:`;
    const other = `${uniqueName()}a:1`;
    await client.mSet([`${prefix}1`, "x", `${prefix}2`, "x", other, "x"]);
    expect(await deleteKeys(redis, prefix)).toBe(2);
    expect(await client.exists([`${prefix}1`, `${prefix}2`])).toBe(0);
    expect(await client.del(other)).toBe(1);
  });

  it("refuses to delete everything", async () => {
    await expect(deleteKeys(redis, "")).rejects.toThrow("keys of others");
  });
});
