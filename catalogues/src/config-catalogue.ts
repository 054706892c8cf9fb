import type { Setting } from "@boomgate/platform/config";
import { code, page, table } from "./markdown.js";
import type { Service } from "./services.js";

type Row = readonly [name: string, setting: Setting<unknown>, services: readonly string[]];

const INTRODUCTION = `\
Every setting is an environment variable. Each may also be given as \`NAME_FILE\`, the path of a file that
holds the value (for secrets). An empty variable counts as absent. A process whose settings are missing or
malformed lists every problem on standard error, never a value, and exits with 78.`;

/** Every environment variable of every service. */
export function configCatalogue(services: readonly Service[]): string {
  const rows = rowsOf(services);
  const shared = rows.filter(([, , users]) => users.length > 1);
  return page(
    "Configuration",
    INTRODUCTION,
    "## Shared",
    table(
      ["Name", "Format", "Default", "Meaning", "Services"],
      shared.map((row) => [...cellsOf(row), row[2].join(", ")]),
    ),
    ...services.flatMap(({ name }) => sectionOf(name, rows)),
  );
}

function sectionOf(service: string, rows: readonly Row[]): string[] {
  const own = rows.filter(([, , users]) => users.length === 1 && users[0] === service);
  if (own.length === 0) return [];
  return [`## ${service}`, table(["Name", "Format", "Default", "Meaning"], own.map(cellsOf))];
}

/** A name may have a different meaning in another service: then it has a row for each meaning. */
function rowsOf(services: readonly Service[]): Row[] {
  const users = new Map<string, Map<Setting<unknown>, string[]>>();
  for (const service of services) {
    for (const [name, setting] of Object.entries(service.settings)) {
      const meanings = users.get(name) ?? new Map<Setting<unknown>, string[]>();
      users.set(name, meanings.set(setting, [...(meanings.get(setting) ?? []), service.name]));
    }
  }
  return [...users].flatMap(([name, meanings]) =>
    [...meanings].map(([setting, names]): Row => [name, setting, names]),
  );
}

function cellsOf([name, setting]: Row): string[] {
  return [code(name), setting.format, defaultOf(setting), setting.doc];
}

function defaultOf({ fallback, required }: Setting<unknown>): string {
  if (required) return "**required**";
  if (fallback === undefined) return "none";
  return code(typeof fallback === "string" ? fallback : JSON.stringify(fallback));
}
