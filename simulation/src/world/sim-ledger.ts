import type { KnownRead, KnownReads, OutcomeLedger } from "@boomgate/backend";
import {
  decodeOutcomes,
  type FateOutcome,
  isParkedOutcome,
  type ReadIdentity,
  type ReadOutcome,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { plateTextOf, type PlateText, readTextOf } from "./accepted-reads.js";
import type { Faults } from "./faults.js";
import type { Caller, Scheduler } from "./scheduler.js";

/** Few, so that a rebuild reads several pages. */
const READS_OF_A_PAGE = 3;

/** What the ledger keeps of one read. */
export interface LedgerRow {
  readonly identity: ReadIdentity;
  fate: FateOutcome | undefined;
  readonly parkedCodes: Set<string>;
}

/** Keeps of each read the fate of the highest revision, and beside it the codes under which it was parked. */
export class SimLedger {
  private readonly rows = new Map<PlateText, Map<string, LedgerRow>>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
  ) {}

  /** For a process that does not publish through the broker of the backends. */
  clientOf(caller: Caller, faults = this.faults): OutcomeLedger {
    return {
      isOn: true,
      publish: (outcomes) =>
        this.scheduler.effect(caller, () => faults.around("ledger", () => this.take(outcomes))),
    };
  }

  /** For a rebuild. The page after a page is asked for later, when the ledger may have taken more. */
  knownReadsOf(caller: Caller, faults: Faults): KnownReads {
    const page = (before: number) =>
      this.scheduler.effect(caller, () =>
        faults.around("ledger", () => this.knownReads.slice(before, before + READS_OF_A_PAGE)),
      );
    return {
      caughtUp: async () => undefined, // outcomes are stored when they are published
      async *all() {
        for (let reads = await page(0), read = 0; reads.length > 0; reads = await page(read)) {
          read += reads.length;
          yield reads;
        }
      },
    };
  }

  takeMessage({ contentType, body }: OutgoingMessage): void {
    this.take(decodeOutcomes(contentType, body));
  }

  /** By "entry e1 1772352000000". */
  of(plate: PlateText): ReadonlyMap<string, LedgerRow> {
    return this.rows.get(plate) ?? new Map();
  }

  private get knownReads(): readonly KnownRead[] {
    return [...this.rows.values()]
      .flatMap((rows) => [...rows.values()])
      .map(({ identity: { kind, lotId, plate, id, at }, fate, parkedCodes }) => ({
        lotId,
        read: { kind, plate, id, atMs: at.getTime() },
        fate: fate?.fate,
        revision: fate?.revision,
        stayId: fate?.stayId,
        parkedCode: [...parkedCodes].at(-1),
        firstSeenAtMs: 0,
      }))
      .toSorted((a, b) => b.read.atMs - a.read.atMs || (keyOf(a) < keyOf(b) ? 1 : -1));
  }

  private take(outcomes: readonly ReadOutcome[]): void {
    for (const outcome of outcomes) {
      const row = this.rowOf(outcome);
      if (isParkedOutcome(outcome)) row.parkedCodes.add(outcome.parkedCode);
      else if ((row.fate?.revision ?? -1) < outcome.revision) row.fate = outcome;
    }
  }

  private rowOf(identity: ReadIdentity): LedgerRow {
    const plate = plateTextOf(identity);
    const rows = this.rows.get(plate) ?? new Map<string, LedgerRow>();
    this.rows.set(plate, rows);
    const text = readTextOf({ kind: identity.kind, id: identity.id, atMs: identity.at.getTime() });
    const row = rows.get(text) ?? { identity, fate: undefined, parkedCodes: new Set() };
    rows.set(text, row);
    return row;
  }
}

const keyOf = ({ lotId, read }: KnownRead) => [lotId, read.plate, read.kind, read.id].join("\0");
