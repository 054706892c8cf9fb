import { setTimeout as sleep } from "node:timers/promises";
import { outcomesExchangeOf } from "@boomgate/contracts";
import { connect } from "amqplib";
import { Client } from "pg";
import { readDepths } from "../broker-depths.js";
import { readSamples, sumOf } from "../read-samples.js";
import type { Fault } from "./fault.js";
import { type FaultTarget, loggedByApis, waitUntil } from "./fault-target.js";
import { readParked } from "./read-parked.js";

/** Plates of the traffic, each with some reads. */
const REFUSED_PLATES = "'C0', 'C1', 'C2', 'C3', 'C4'";

const WAS_MISSING = "the queue of outcomes was missing although the ledger has reads";

/** Faults of the ledger alone: stays go on meanwhile. */
export const ledgerFaults: readonly Fault[] = [
  {
    name: "kill -9 of the summary API while outcomes wait",
    inject: (target) =>
      withDatabase(target, async (database) => {
        await database.query("begin; lock table reads in access exclusive mode");
        await sleep(target.outageMs);
        const times = await waitingOutcomes(target);
        await target.api.kill();
        await database.query("rollback");
        target.api = await target.startApi();
        return { what: "messages of outcomes waiting", times };
      }),
  },
  {
    name: "the table of reads away",
    inject: (target) =>
      withDatabase(target, async (database) => {
        await database.query("alter table reads rename to reads_away");
        await sleep(target.outageMs);
        const times = await waitingOutcomes(target);
        await database.query("alter table reads_away rename to reads");
        return { what: "messages of outcomes waiting", times };
      }),
  },
  {
    name: "a database that refuses the reads of some plates",
    inject: (target) =>
      withDatabase(target, async (database) => {
        await database.query(
          `alter table reads add constraint not_these check (plate not in (${REFUSED_PLATES})) not valid`,
        );
        await sleep(target.outageMs);
        await database.query("alter table reads drop constraint not_these");
        // Outcomes that were refused before are parked now.
        await waitUntil(async () => (await waitingOutcomes(target)) === 0);
        const parked = await readParked(target.environment);
        await target.processes.replayParked("OUTCOME_REFUSED");
        return { what: "outcomes parked as OUTCOME_REFUSED and replayed", times: parked.length };
      }),
  },
  {
    name: "the queue of outcomes deleted under its consumer",
    inject: (target) =>
      withDatabase(target, async (database) => {
        await database.query("begin; lock table reads in access exclusive mode");
        await sleep(target.outageMs);
        const times = await waitingOutcomes(target);
        const lost = await deleteQueue(target);
        await database.query("rollback");
        const deleted = () => loggedByApis(target, "the broker cancelled the consumer");
        await waitUntil(async () => deleted() > 0);
        return {
          what: "messages of outcomes in hand",
          times: lost === 0 && deleted() > 0 ? times : 0,
        };
      }),
  },
  {
    name: "the queue of outcomes deleted with what waits in it",
    inject: (target) =>
      withDatabase(target, async (database) => {
        await database.query("begin; lock table reads in access exclusive mode");
        await sleep(target.outageMs);
        await target.api.kill();
        await waitUntil(async () => (await readyOutcomes(target)) > 0);
        const times = await deleteQueue(target);
        await database.query("rollback");
        target.api = await target.startApi();
        const isSaid = () => loggedByApis(target, WAS_MISSING) > 0;
        await waitUntil(async () => isSaid());
        // The events of what was in the queue were acked: a rebuild publishes their fates again.
        await target.processes.runRebuild("--force");
        return {
          what: "messages of outcomes deleted, their fates published again by a rebuild",
          times,
          problems: isSaid() ? [] : ["the summary API did not log that its queue was missing"],
        };
      }),
  },
];

async function readyOutcomes({ environment }: FaultTarget): Promise<number> {
  const [ready = 0] = await readDepths(environment.amqpUrl, [
    outcomesExchangeOf(environment.names),
  ]);
  return ready;
}

/** Messages in the queue, and those that the API has taken and not stored. */
async function waitingOutcomes(target: FaultTarget): Promise<number> {
  const inHand = sumOf(await readSamples(target.api.metricsUrl), "parking_ledger_in_hand");
  return (await readyOutcomes(target)) + inHand;
}

/** @returns how many messages it held that were in nobody's hand */
async function deleteQueue({ environment }: FaultTarget): Promise<number> {
  const connection = await connect(environment.amqpUrl);
  try {
    const channel = await connection.createChannel();
    return (await channel.deleteQueue(outcomesExchangeOf(environment.names))).messageCount;
  } finally {
    await connection.close();
  }
}

async function withDatabase<T>(
  { environment }: FaultTarget,
  work: (database: Client) => Promise<T>,
): Promise<T> {
  const database = new Client({ connectionString: environment.databaseUrl });
  await database.connect();
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}
