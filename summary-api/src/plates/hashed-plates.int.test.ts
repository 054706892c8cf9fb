import { type FreshDatabase, freshDatabase } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach } from "vitest";
import { hashedPlatesSuite } from "./hashed-plates.suite.js";

describeWith("postgres", "an API that keeps hashes of plates in PostgreSQL", (urls) => {
  let database: FreshDatabase | undefined;
  afterEach(() => database?.drop());
  hashedPlatesSuite(async () => {
    database = await freshDatabase(urls.postgres);
    return { DATABASE_URL: database.url };
  });
});
