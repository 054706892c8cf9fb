import type { StaySummary } from "@boomgate/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY } from "../horizon/horizon.fixture.js";
import type { PlateHistory } from "../domain/plate-history.js";
import type { KnownRead } from "../ports/known-reads.js";
import { isEqual, reportOf } from "./check-report.js";
import { checkStore, type StoreCheck } from "./check-store.js";
import { aStep, processed, RULES, type Step } from "./processed-plate.fixture.js";
import { ledgerOf } from "./rebuild-store.fixture.js";

const SETTLED_MS = 30;

type World = Awaited<ReturnType<typeof processed>>;

/** @param change - what another place holds than the world */
function aCheck(
  { store, known, stays, clock }: World,
  change: {
    readonly reads?: readonly KnownRead[];
    readonly stays?: readonly StaySummary[];
    readonly history?: (history: PlateHistory) => PlateHistory;
  } = {},
) {
  const { reads = known, stays: some = stays, history = (same) => same } = change;
  const check: StoreCheck = {
    ledger: { ...ledgerOf(reads), ofPlate: async () => reads },
    isLedgerWhole: true,
    sink: {
      since: async function* (from) {
        yield some.filter(({ exitedAt }) => exitedAt >= from);
      },
      ofPlate: async () => some,
    },
    store: {
      load: async (keys) => {
        const loaded = await store.load(keys);
        const histories = loaded.histories.map((one) =>
          "history" in one ? { ...one, history: history(one.history) } : one,
        );
        return { ...loaded, histories };
      },
    },
    storedPlates: async function* () {
      yield [KEY];
    },
    floorMs: () => store.currentFloorMs(),
    rules: RULES,
    clock,
    periodMs: 100_000,
    settledMs: SETTLED_MS,
    mostHeld: 1_000,
  };
  return check;
}

const step = (isEntry: boolean, id: number, at: number): Step => ({ isEntry, id, at, laterMs: 5 });
const VISITS = [step(true, 0, 0), step(false, 0, 100), step(true, 1, 200), step(false, 1, 300)];

async function settledVisits(): Promise<World> {
  const world = await processed(VISITS);
  await world.pass(2 * SETTLED_MS);
  return world;
}

it("finds nothing, whatever was processed", async () => {
  let plates = 0;
  let stays = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(aStep, { minLength: 1, maxLength: 12 }),
      fc.nat({ max: 1_500 }),
      async (steps, laterMs) => {
        const world = await processed(steps);
        await world.pass(2 * SETTLED_MS + laterMs);
        const result = await checkStore(aCheck(world));
        expect(result.differences).toEqual([]);
        expect(result).toMatchObject({ inFlight: 0, settled: 0, unsure: 0 });
        plates += result.plates;
        stays += result.stays;
      },
    ),
    { numRuns: 300 },
  );
  expect(plates).toBeGreaterThan(200);
  expect(stays).toBeGreaterThan(40);
});

describe("a difference", () => {
  const found = async (change: (world: World) => Parameters<typeof aCheck>[1]) => {
    const world = await settledVisits();
    const result = await checkStore(aCheck(world, change(world)));
    expect(isEqual(result)).toBe(false);
    expect(reportOf(result, false).join("\n")).not.toContain(KEY.plate);
    expect(reportOf(result, true).at(-1)).toBe("1 plates differ");
    return result.differences.map(({ what }) => what);
  };

  it("is a stay that the sink lacks", async () => {
    expect(await found(({ stays }) => ({ stays: stays.slice(1) }))).toEqual([
      "the sink lacks a revision of a stay that Redis announced",
      "the sink lacks the stay of the exit",
    ]);
  });

  it("is a stay with another entry", async () => {
    const other = (stay: StaySummary) => ({ ...stay, entryEventId: "other" }) as StaySummary;
    expect(await found(({ stays }) => ({ stays: stays.map(other) }))).toContain(
      "the stay of the exit has another entry in the sink",
    );
  });

  it("is a stay of which the ledger knows nothing", async () => {
    const isFirst = ({ read }: KnownRead) => read.id === "0";
    const reads = (known: readonly KnownRead[]) => known.filter((one) => !isFirst(one));
    expect(await found(({ known }) => ({ reads: reads(known) }))).toEqual([
      "Redis has an entry that the ledger does not have",
      "Redis has an exit that the ledger does not have",
      "the sink has a stay that does not follow from the ledger",
    ]);
  });

  it("is a fate that does not follow from the reads", async () => {
    const open = (one: KnownRead): KnownRead => ({ ...one, fate: "open", stayId: undefined });
    const reads = (known: readonly KnownRead[]) =>
      known.map((one) => (one.read.id === "1" && one.read.kind === "entry" ? open(one) : one));
    expect(await found(({ known }) => ({ reads: reads(known) }))).toEqual([
      "the ledger has the entry as open, not as closed",
    ]);
  });

  it("is a read that Redis lacks", async () => {
    const history = ({ reads, announced }: PlateHistory) => ({
      reads: reads.filter(({ id, kind }) => id !== "1" || kind !== "entry"),
      announced,
    });
    expect(await found(() => ({ history }))).toEqual(["Redis lacks an entry that the ledger has"]);
  });
});

describe("no difference", () => {
  it("is a change that is not settled", async () => {
    const world = await processed(VISITS);
    const result = await checkStore(aCheck(world, { stays: [] }));
    expect(result).toMatchObject({ inFlight: 1, plates: 0, differences: [] });
    expect(isEqual(result)).toBe(false);
    expect(reportOf(result, false).at(-1)).toMatch(/^nothing was compared/);
  });

  it("is what has arrived when the check looks again", async () => {
    const world = await settledVisits();
    const check = aCheck(world, { stays: [] });
    const result = await checkStore({
      ...check,
      sink: { ...check.sink, ofPlate: async () => world.stays },
    });
    expect(result).toMatchObject({ settled: 1, plates: 1, differences: [] });
    expect(isEqual(result)).toBe(true);
  });

  it("is not decided of a plate that changes while the check looks again", async () => {
    const world = await settledVisits();
    const check = aCheck(world, { stays: world.stays.slice(1) });
    const ofPlate = async () => {
      const { nowMs } = await world.store.load([]);
      return world.known.map((read) => ({ ...read, revision: nowMs }));
    };
    const result = await checkStore({ ...check, ledger: { ...check.ledger, ofPlate } });
    expect(result).toMatchObject({ settled: 0, inFlight: 1, plates: 0, differences: [] });
    expect(isEqual(result)).toBe(false);
  });

  it("is a stay that the sink refused", async () => {
    const world = await settledVisits();
    const refused = (one: KnownRead) => ({ ...one, parkedCode: "SUMMARY_REFUSED" });
    const result = await checkStore(aCheck(world, { stays: [], reads: world.known.map(refused) }));
    expect(result).toMatchObject({ refused: 1, differences: [] });
  });

  it("is what came before the ledger", async () => {
    const world = await settledVisits();
    const check = aCheck(world, {});
    const reads = world.known
      .filter(({ read }) => read.id === "1" && read.kind === "exit")
      .map((one) => ({ ...one, firstSeenAtMs: one.read.atMs - 50 }));
    const ledger = { ...ledgerOf(reads), ofPlate: async () => reads };
    const result = await checkStore({ ...check, ledger, isLedgerWhole: false });
    expect(result).toMatchObject({ differences: [] });
  });
});

it("divides the plates into parts until each fits the limit, and says when nothing was compared", async () => {
  const world = await settledVisits();
  const result = await checkStore({ ...aCheck(world), mostHeld: 7 });
  expect(result).toMatchObject({ plates: 1, ledgerReads: 4, storedReads: 4, stays: 2 });
  await expect(checkStore({ ...aCheck(world), mostHeld: 1 })).rejects.toThrow("more than 1 reads");
  const other = { ...aCheck(world, { reads: [], stays: [] }), storedPlates: async function* () {} };
  expect(reportOf(await checkStore(other), false).at(-1)).toMatch(/^nothing was compared/);
});
