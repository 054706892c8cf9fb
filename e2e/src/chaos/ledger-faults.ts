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
    name: "the queue of outcomes deleted",
    inject: (target) =>
      withDatabase(target, async (database) => {
        await database.query("begin; lock table reads in access exclusive mode");
        await sleep(target.outageMs);
        const times = await deleteQueue(target);
        await database.query("rollback");
        await waitUntil(async () => loggedByApis(target, "the broker cancelled the consumer") > 0);
        // What was in the queue is gone, and its events were acked: a rebuild publishes the fates again.
        await target.processes.runRebuild("--force");
        const isLogged = loggedByApis(target, "the broker cancelled the consumer") > 0;
        return {
          what: "messages of outcomes deleted, their fates published again by a rebuild",
          times,
          problems: isLogged ? [] : ["the summary API did not log that its queue was deleted"],
        };
      }),
  },
];

/** Messages in the queue, and those that the API has taken and not stored. */
async function waitingOutcomes({ environment, api }: FaultTarget): Promise<number> {
  const [waiting = 0] = await readDepths(environment.amqpUrl, [
    outcomesExchangeOf(environment.names),
  ]);
  return waiting + sumOf(await readSamples(api.metricsUrl), "parking_ledger_in_hand");
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
