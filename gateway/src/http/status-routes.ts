import { ACCESS_PROBLEMS, grantOf, ProblemError } from "@boomgate/http";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { accountOf } from "../access/account.js";
import type { LedgerRead, ReadLedger } from "../ports/read-ledger.js";
import { type EventStatus, statusOfRead } from "../receipts/event-status.js";
import type { EventStatuses } from "../receipts/event-statuses.js";
import type { Receipts } from "../receipts/receipts.js";
import { EVENTS_PATH } from "./paths.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";
import { listQuery, statusListSchema, statusQuery, statusSchema } from "./status-schemas.js";
import type { Waiters } from "./waiters.js";

export interface StatusRouteParts {
  readonly receipts: Pick<Receipts, "open">;
  readonly statuses: EventStatuses;
  readonly ledger: ReadLedger;
  readonly waiters: Waiters;
}

/** What became of events: by the receipt of one, or by the id that its sender gave. */
export function statusRoutes(parts: StatusRouteParts): FastifyPluginAsyncZod {
  const { receipts, statuses, ledger, waiters } = parts;
  const problems = [
    PROBLEMS.PARAMETER,
    PROBLEMS.DEPENDENCY_UNAVAILABLE,
    PROBLEMS.INTERNAL,
    ...ACCESS_PROBLEMS,
  ];
  return async (app) => {
    app.get(
      `${EVENTS_PATH}/:receipt`,
      {
        config: { problems: [PROBLEMS.NO_SUCH_EVENT, PROBLEMS.GATEWAY_FULL, ...problems] },
        schema: {
          operationId: "readEventStatus",
          summary: "What has become of an event",
          params: z.object({ receipt: z.string() }),
          querystring: statusQuery,
          response: { 200: statusSchema },
        },
      },
      async (request) => {
        const receipt = receipts.open(request.params.receipt);
        const { account, isAdmin } = accountOf(grantOf(request));
        if (receipt === undefined || (receipt.account !== account && !isAdmin)) {
          throw new ProblemError(PROBLEMS.NO_SUCH_EVENT);
        }
        const waitMs = request.query.wait * 1_000;
        if (waitMs === 0) return toWire(await statuses.of(receipt));
        return toWire(
          await waiters.run(request.raw, (signal) => statuses.wait(receipt, waitMs, signal)),
        );
      },
    );
    app.get(
      EVENTS_PATH,
      {
        config: { problems: [PROBLEMS.LEDGER_OFF, ...problems] },
        schema: {
          operationId: "listEvents",
          summary: "Processed events with an id, or those that could not be processed",
          querystring: listQuery,
          response: { 200: statusListSchema },
        },
      },
      async ({ query, raw }) => {
        const { id, type: kind, lot, plate, status, limit, cursor } = query;
        const lots = accountOf(grantOf({ raw })).lots;
        if (status === "parked") {
          const asked = { id, kind, plate, lotId: lotOf(lot, lots) };
          const { reads, nextCursor } = await ledger.parked(asked, limit, cursor);
          return { events: reads.map(listedToWire), next_cursor: nextCursor ?? null };
        }
        const found = await ledger.find({ id: id ?? "", kind, lotId: lot, plate }, limit);
        const own = found.filter(({ lotId }) => lots?.has(lotId) ?? true);
        return { events: own.map(listedToWire), next_cursor: null };
      },
    );
  };
}

/** Pages are cut by the ledger, which knows no tokens: it is asked for one lot of the token. */
function lotOf(
  asked: string | undefined,
  lots: ReadonlySet<string> | undefined,
): string | undefined {
  if (lots === undefined) return asked;
  const lot = asked ?? (lots.size === 1 ? [...lots][0] : undefined);
  if (lot === undefined) {
    throw new ProblemError(PROBLEMS.PARAMETER, "lot: must be given, as the token has several");
  }
  if (lots.has(lot)) return lot;
  throw new ProblemError(PROBLEMS.FORBIDDEN, "lot: the token is for other lots");
}

const toWire = ({ id, kind, status, since, stayId, code, reason }: EventStatus) => ({
  id,
  type: kind,
  status,
  since: since.toISOString(),
  stay_id: stayId,
  code,
  reason,
});

const listedToWire = (read: LedgerRead) => ({
  ...toWire(statusOfRead(read)),
  lot_id: read.lotId,
  date_time: read.at.toISOString(),
});
