import { staySummaryToWire } from "@boomgate/contracts";
import type { InjectOptions } from "fastify";
import { aStay, idOf } from "../store/stays/stays.fixture.js";
import { TOKENS, type Trouble } from "./api-contract.fixture.js";
import type { ProblemCode } from "./problem-catalogue.js";

export const API = "/api/v1";
export interface Good extends InjectOptions {
  readonly url: string;
  readonly status?: number;
}

/** For each operation a request that succeeds, with its status. */
export const GOOD: Readonly<Record<string, Good>> = {
  storeSummaries: {
    method: "POST",
    url: `${API}/summaries`,
    payload: staySummaryToWire(aStay({ id: "new" })),
    status: 201,
  },
  listSummaries: { url: `${API}/summaries?limit=1` },
  readSummary: { url: `${API}/summaries/${idOf("x1")}` },
  readStats: { url: `${API}/stats` },
  exportCsv: { url: `${API}/export.csv` },
  exportNdjson: { url: `${API}/export.ndjson` },
  exportParquet: { url: `${API}/export.parquet` },
  listReads: { url: `${API}/reads?limit=1` },
  countReads: { url: `${API}/reads/counts` },
  exportReadsCsv: { url: `${API}/reads/export.csv` },
  exportReadsNdjson: { url: `${API}/reads/export.ndjson` },
  exportReadsParquet: { url: `${API}/reads/export.parquet` },
  listRollups: { url: `${API}/rollups?period=hour&limit=1` },
  readOverview: { url: `${API}/overview` },
  readPipeline: { url: `${API}/pipeline` },
  followLive: { url: `${API}/live` },
  erasePlate: { method: "DELETE", url: `${API}/plates/nobody` },
};

export const wire = (...wanted: Parameters<typeof aStay>) => staySummaryToWire(aStay(...wanted));
export const post = (payload: unknown, headers = {}): InjectOptions => ({
  payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  headers: { "content-type": "application/json", ...headers },
});

/** How to cause each problem, in any operation that may answer with it. */
type Wrong = {
  readonly change?: (good: Good) => InjectOptions;
  readonly trouble?: Trouble;
};
const path = ({ url }: Good) => url.split("?", 1)[0] ?? "";
export const WRONG: Readonly<Partial<Record<ProblemCode, Wrong>>> = {
  UNAUTHORIZED: { change: () => ({ headers: { authorization: "" } }) },
  FORBIDDEN: {
    change: ({ method }) => {
      const other = method === "POST" ? TOKENS.read : TOKENS.write;
      return { headers: { authorization: `Bearer ${other}` } };
    },
  },
  FOREIGN_HOST: { change: () => ({ headers: { host: "evil.example" } }) },
  DEPENDENCY_UNAVAILABLE: { trouble: "database away" },
  DATABASE_LOCKED: { trouble: "database locked" },
  DISK_FULL: { trouble: "disk full" },
  INTERNAL: { trouble: "database broken" },
  INTAKE_FULL: { trouble: "intake full" },
  TOO_MANY_READERS: { trouble: "readers full" },
  BAD_REQUEST: { change: (good) => ({ url: `${path(good)}%zz` }) },
  PARAMETER: {
    change: (good) =>
      path(good).includes("/plates/")
        ? { url: `${API}/plates/-` }
        : path(good).endsWith(idOf("x1"))
          ? { url: `${API}/summaries/${"x".repeat(200)}` }
          : { url: `${path(good)}?from=now&hours=2` },
  },
  NO_SUCH_STAY: { change: () => ({ url: `${API}/summaries/nobody` }) },
  NOT_JSON: { change: () => post("{") },
  MEDIA_TYPE: { change: () => post("a", { "content-type": "text/csv" }) },
  CONTENT_ENCODING: { change: () => post(wire(), { "content-encoding": "gzip" }) },
  BODY_TOO_LARGE: { change: () => post(" ".repeat(3_000_000)) },
  TOO_MANY_SUMMARIES: { change: () => post(Array.from({ length: 1_001 }, () => 0)) },
  CONTRACT_BROKEN: { change: () => post({}) },
  STAY_IN_THE_FUTURE: { change: () => post(wire({ exitedAt: new Date("2027-01-01T00:00:00Z") })) },
  REVISION_AHEAD: { change: () => post(wire({ revision: Number.MAX_SAFE_INTEGER })) },
  NOT_ITS_STAY: { change: () => post(wire({ revision: 3, exitPlate: "OTHER" })) },
  STAY_TOO_OLD: { change: () => post(wire({ exitedAt: new Date("2025-01-01T00:00:00Z") })) },
};
/** Tested elsewhere: one takes sixteen readers that do not read, one an API without a ledger. */
export const ELSEWHERE = new Set<string>(["TOO_MANY_EXPORTS", "LEDGER_OFF"]);
