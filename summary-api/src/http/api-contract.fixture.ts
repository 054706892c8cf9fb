import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_LOTS } from "@boomgate/contracts";
import { createAccess, parseTokens } from "@boomgate/http";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { CountedStays } from "../counts/counted-stays.js";
import { DiskFullError } from "../disk/disk-full.js";
import { Intake } from "../intake/intake.js";
import { createSinkMetrics } from "../telemetry/sink-metrics.js";
import { IntakeCounts } from "../intake/intake-counts.js";
import { LiveFeed } from "../live/live-feed.js";
import { Overview } from "../overview/overview.js";
import { createFindPlates } from "../plates/find-plates.js";
import { ZonedCalendar } from "../rollups/calendar.js";
import { refreshRollups } from "../rollups/refresh.js";
import { DatabaseLockedError } from "../store/database-errors.js";
import { openSqliteStores } from "../store/sqlite/open-sqlite-stores.js";
import { aFate, aParked } from "../store/reads/reads.fixture.js";
import { aStay } from "../store/stays/stays.fixture.js";
import { createApp } from "./app.js";
import { type Scope, SCOPES } from "./scopes.js";

export const TOKENS = {
  write: "writer-0123456789",
  read: "reader-0123456789",
  admin: "admin-0123456789ab",
} as const;

/** A failure in the API under test. */
export type Trouble =
  | "database away"
  | "database broken"
  | "database locked"
  | "disk full"
  | "intake full"
  | "readers full";

const now = () => new Date("2026-11-20T12:00:00Z");

/** An API over a few stays, whose parts fail as the test wants. */
export async function anApi() {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-contract-"));
  const stores = await openSqliteStores({ folder, calendar: new ZonedCalendar("UTC"), now });
  await stores.summaries.save([aStay(), aStay({ id: "v", status: "void" })]);
  await stores.summaries.save([aStay({ revision: 2 })]);
  await stores.reads.save([
    aFate("e1", 0, { candidates: [{ plate: "AB128CD" }], gateId: "north-1" }),
    aParked("x1", 1),
  ]);
  await refreshRollups(stores.rollups);
  let trouble: Trouble | undefined;
  const failing = <T extends object>(store: T): T =>
    Object.entries(FAULTS).reduce(
      (good, [name, fault]) => swapped(good, fault, () => trouble === name),
      store,
    );
  const metrics = createSinkMetrics(createRegistry("test"));
  const feed = new LiveFeed(metrics);
  const summaries = failing(stores.summaries);
  const parts = {
    store: summaries,
    metrics,
    commitBatch: 100,
    commitsAtOnce: 1,
    onCommit: () => undefined,
  };
  const intake = new Intake({ ...parts, limit: 10_000 });
  const full = new Intake({ ...parts, limit: 0 });
  const app = await createApp({
    stores: {
      ...stores,
      summaries,
      rollups: failing(stores.rollups),
      reads: failing(stores.reads),
    },
    hasLedger: true,
    findPlates: createFindPlates(DEFAULT_LOTS, (plate) => plate),
    timeZone: "UTC",
    counted: new CountedStays(summaries, now),
    intake: swapped(intake, full, () => trouble === "intake full"),
    counts: new IntakeCounts(metrics),
    feed: swapped(feed, { join: () => false }, () => trouble === "readers full"),
    overview: failing(new Overview(summaries, now)),
    watch: undefined,
    erasure: {
      stores: async (plate) => ({ ...(await failing(stores.erasure).erase({ plate })), reads: 0 }),
      live: (plate) => feed.forget({ plate }),
      log: async () => 0,
    },
    metrics,
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    access: createAccess<Scope>(
      parseTokens(
        Object.entries(TOKENS)
          .map(([scope, token]) => `${scope} ${token}`)
          .join("\n"),
        { scopes: SCOPES },
      ),
    ),
    isOwnHost: (host) => host === "localhost:80",
    limits: () => ({ nowMs: now().getTime(), keptFromMs: Date.UTC(2026, 0) }),
    notice: undefined,
  });
  return {
    app,
    have: (wanted: Trouble | undefined) => void (trouble = wanted),
    async close() {
      feed.stop();
      await app.close();
      await stores.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** `first`, whose members are those of `second` while `isSecond` says so. */
function swapped<T extends object>(first: T, second: Partial<T>, isSecond: () => boolean): T {
  return new Proxy(first, {
    get: (target, name) => {
      const from = isSecond() && name in second ? second : target;
      const member: unknown = Reflect.get(from, name, from);
      return typeof member === "function" ? (member.bind(from) as unknown) : member;
    },
  });
}

/** An object whose methods all fail. */
function failWith(error: Error): object {
  const fail = async () => {
    throw error;
  };
  return new Proxy({}, { get: () => fail, has: () => true });
}
const FAULTS = {
  "database away": failWith(new DependencyUnavailableError("database", "away")),
  "database broken": failWith(new Error("secret of ours")),
  "database locked": failWith(new DatabaseLockedError("secret of ours")),
  "disk full": failWith(new DiskFullError("database", "secret of ours")),
};
