import type { PlainDashboard } from "./plain-dashboard.js";

export interface DatasourceRef {
  readonly type: string;
  readonly uid: string;
}

/** What a dashboard may refer to. */
export interface Surroundings {
  readonly datasources: readonly DatasourceRef[];
  /** Every dashboard that is provisioned with this one. */
  readonly dashboards: readonly PlainDashboard[];
}

/** Grafana's own variables that a query may use. */
const OWN_VARIABLES = new Set(["__rate_interval", "__range", "__interval"]);

/** Names in a dashboard that lead nowhere: of datasources, dashboards, panels and variables. */
export function* referenceProblems(
  dashboard: PlainDashboard,
  { datasources, dashboards }: Surroundings,
): Generator<string> {
  const isProvisioned = ({ type, uid }: DatasourceRef) =>
    datasources.some((one) => one.type === type && one.uid === uid);
  const declared = (dashboard.templating.list ?? []).map(({ name }) => name);
  const used = new Set<string>();
  for (const [name, value] of membersOf(dashboard)) {
    if (name === "datasource" && !isProvisioned(value as DatasourceRef)) {
      yield `the datasource ${JSON.stringify(value)} is not provisioned`;
    }
    if (name === "url" && !isLeading(String(value), dashboards)) {
      yield `${String(value)} leads nowhere`;
    }
    if (name === "expr" || name === "query") {
      for (const variable of variablesIn(String(value))) used.add(variable);
    }
    if (name === "repeat") used.add(String(value));
  }
  for (const name of used) {
    if (!declared.includes(name) && !OWN_VARIABLES.has(name)) yield `there is no variable ${name}`;
  }
  for (const name of declared) {
    if (!used.has(name)) yield `nothing uses the variable ${name}`;
  }
}

/** A path inside Grafana has to exist; addresses elsewhere are not checked. */
function isLeading(url: string, dashboards: readonly PlainDashboard[]): boolean {
  const { origin, pathname, searchParams } = new URL(url, "http://grafana.invalid");
  if (origin !== "http://grafana.invalid") return /^https?:/.test(origin);
  const uid = /^\/d\/([^/]+)/.exec(pathname)?.[1];
  const target = dashboards.find((one) => one.uid === uid);
  const panel = searchParams.get("viewPanel");
  return Boolean(target && (!panel || target.panels.some(({ id }) => `panel-${id}` === panel)));
}

const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$(?:(\w+)|\{(\w+)[^}]*\})/g)].map(([, bare, braced]) => bare ?? braced ?? "");

/** Every property at every depth. */
function* membersOf(value: object): Generator<readonly [name: string, value: unknown]> {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    yield [name, member];
    if (typeof member === "object" && member !== null) yield* membersOf(member);
  }
}
