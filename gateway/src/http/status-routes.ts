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

const MOST_LISTED = 100;

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
        config: { problems },
        schema: {
          operationId: "listEvents",
          summary: "What has become of the events with this id that were processed",
          querystring: listQuery,
          response: { 200: statusListSchema },
        },
      },
      async ({ query, raw }) => {
        const { id, type, lot, plate } = query;
        const { lots } = accountOf(grantOf({ raw }));
        const found = await ledger.find({ id, kind: type, lotId: lot, plate }, MOST_LISTED);
        const own = found.filter(({ lotId }) => lots?.has(lotId) ?? true);
        return { events: own.map(listedToWire) };
      },
    );
  };
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
