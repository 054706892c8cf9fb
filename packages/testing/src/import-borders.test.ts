import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../..", import.meta.url));
const programs = join(repository, "node_modules/.bin");
const config = "oxlint.config.mjs";

interface LintReport {
  readonly number_of_files: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly filename: string;
    readonly help?: string;
  }[];
}

async function lint(folder: string, ...options: string[]): Promise<LintReport> {
  const args = ["-c", config, "--format", "json", ...options];
  // oxlint ends with 1 when it found something, which is what most of these tests want.
  const { stdout } = await run(join(programs, "oxlint"), args, {
    cwd: folder,
    env: { PATH: `${programs}${delimiter}${process.env["PATH"]}` }, // finds its type checker there
    maxBuffer: 2 ** 26,
  }).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as LintReport;
}

const refused: readonly (readonly [file: string, imported: string, because: string])[] = [
  ["packages/contracts/src/x.ts", "node:fs", "The contracts import zod and hashes alone."],
  [
    "packages/contracts/src/x.ts",
    "@boomgate/platform/config",
    "The contracts import zod and hashes alone.",
  ],
  ["packages/platform/src/config/x.ts", "@boomgate/contracts", "knows nothing about parking"],
  ["packages/platform/src/telemetry/x.ts", "@boomgate/contracts", "knows nothing about parking"],
  ["packages/platform/src/messaging/x.ts", "@boomgate/contracts", "knows nothing about parking"],
  ["packages/platform/src/config/x.ts", "amqplib", "Only the AMQP adapter"],
  ["packages/platform/src/messaging/x.ts", "pino", "packages/platform/src/telemetry"],
  ["packages/platform/src/telemetry/x.ts", "amqplib", "Only the AMQP adapter"],
  ["packages/pipeline/src/x.ts", "@boomgate/contracts", "nothing about parking"],
  ["packages/pipeline/src/hold/x.ts", "@boomgate/backend", "Services meet on the wire"],
  ["packages/pipeline/src/batching/x.ts", "@boomgate/http", "do not know each other"],
  ["packages/pipeline/src/x.ts", "prom-client", "packages/platform/src/telemetry"],
  ["packages/pipeline/src/x.ts", "amqplib", "Only the AMQP adapter"],
  ["packages/pipeline/src/x.ts", "fast-check", "Only tests"],
  ["packages/http/src/x.ts", "@boomgate/contracts", "packages/http knows nothing about parking"],
  ["packages/http/src/x.ts", "@boomgate/summary-api", "packages/http knows nothing about parking"],
  ["packages/http/src/x.ts", "pino", "packages/platform/src/telemetry"],
  ["packages/http/src/x.ts", "amqplib", "Only the AMQP adapter"],
  ["packages/cameras/src/x.ts", "node:fs", "The adapters are pure"],
  ["packages/cameras/src/vendors/x.ts", "node:net", "The adapters are pure"],
  ["packages/cameras/src/vendors/x.ts", "@boomgate/platform/clock", "The adapters are pure"],
  ["packages/cameras/src/settings/access.ts", "node:http", "no connection is made"],
  ["packages/testing/src/x.ts", "@boomgate/backend", "packages/testing imports"],
  ["packages/testing/src/x.ts", "@boomgate/platform/config", "packages/testing imports"],
  ["generators/src/x.ts", "@boomgate/backend", "Services meet on the wire"],
  ["generators/src/deep/x.ts", "prom-client", "packages/platform/src/telemetry"],
  ["gateway/src/x.ts", "@boomgate/backend", "Services meet on the wire"],
  ["gateway/src/http/x.ts", "@boomgate/summary-api", "Services meet on the wire"],
  ["gateway/src/http/x.ts", "../adapters/late-broker.js", "Only what starts the gateway"],
  ["gateway/src/intake/x.ts", "../start-gateway.js", "Only what starts the gateway"],
  ["gateway/src/intake/x.ts", "../http/app.js", "knows nothing of its routes"],
  ["gateway/src/body/x.ts", "../http/app.js", "knows nothing of its routes"],
  ["gateway/src/adapters/x.ts", "../intake/event-intake.js", "depend on ports"],
  ["gateway/src/adapters/x.ts", "prom-client", "packages/platform/src/telemetry"],
  ["gateway/src/domain/x.ts", "@boomgate/http", "Judging an event is pure"],
  ["gateway/src/domain/x.ts", "../intake/in-flight.js", "Judging an event is pure"],
  ["gateway/src/ports/x.ts", "fastify", "A port of the gateway speaks of contracts"],
  ["gateway/src/telemetry/x.ts", "../intake/in-flight.js", "Metrics know nothing else"],
  ["generators/src/x.ts", "@boomgate/gateway", "Services meet on the wire"],
  ["summary-api/src/x.ts", "@boomgate/backend", "Services meet on the wire"],
  ["summary-api/src/x.ts", "amqplib", "Only the AMQP adapter"],
  ["summary-api/src/x.ts", "playwright-core", "Only tests"],
  ["summary-api/src/telemetry/x.ts", "../store/stores.js", "Metrics know nothing else"],
  ["summary-api/src/telemetry/x.ts", "fastify", "Metrics know nothing else"],
  ["summary-api/src/store/rollups/x.ts", "../../http/app.js", "neither requests nor metrics"],
  ["summary-api/src/store/x.ts", "../telemetry/sink-metrics.js", "neither requests nor metrics"],
  ["summary-api/src/store/migrations/x.ts", "../sqlite/sqlite-file.js", "PostgreSQL and SQLite"],
  ["summary-api/src/store/x.ts", "./sqlite/sqlite-file.js", "PostgreSQL and SQLite"],
  ["summary-api/src/store/stays/x.ts", "../postgres/partitions.js", "PostgreSQL and SQLite"],
  ["summary-api/src/store/postgres/x.ts", "../sqlite/sqlite-file.js", "PostgreSQL and SQLite"],
  ["summary-api/src/store/sqlite/x.ts", "../postgres/partitions.js", "PostgreSQL and SQLite"],
  ["summary-api/src/store/sqlite/x.ts", "@boomgate/backend", "Services meet on the wire"],
  ["backend/src/x.ts", "@boomgate/summary-api", "Services meet on the wire"],
  ["backend/src/index.ts", "@boomgate/generators", "Services meet on the wire"],
  ["backend/src/pipeline/x.ts", "../adapters/redis/x.js", "depend on adapters"],
  ["backend/src/pipeline/x.ts", "../container.js", "only main.ts on container.ts"],
  ["backend/src/pipeline/x.ts", "@boomgate/testing", "Only tests"],
  ["backend/src/adapters/redis/x.ts", "../../processors/x.js", "Adapters depend on ports, domain"],
  ["backend/src/adapters/http/x.ts", "../../pipeline/x.js", "Adapters depend on ports, domain"],
  ["backend/src/adapters/amqp/x.ts", "../../rebuild/x.js", "Adapters depend on ports, domain"],
  ["backend/src/adapters/redis/x.ts", "../../container.js", "Adapters depend on ports, domain"],
  ["backend/src/adapters/memory/x.ts", "../redis/x.js", "Adapters do not use each other"],
  ["backend/src/adapters/redis/x.ts", "../http/x.js", "Adapters do not use each other"],
  ["backend/src/adapters/http/x.ts", "../../adapters/amqp/x.js", "Adapters do not use each other"],
  ["backend/src/store-epoch/x.ts", "../adapters/redis/x.js", "The epoch of the store knows"],
  ["backend/src/store-epoch/x.ts", "../ports/plate-history-store.js", "The epoch of the store"],
  ["backend/src/store-epoch/x.ts", "redis", "The epoch of the store knows"],
  ["backend/src/telemetry/x.ts", "../adapters/redis/x.js", "wrapped around ports"],
  ["backend/src/telemetry/x.ts", "../processors/x.js", "wrapped around ports"],
  ["backend/src/rebuild/x.ts", "../adapters/redis/x.js", "depend on adapters"],
  ["backend/src/rebuild/x.ts", "../container.js", "only main.ts on container.ts"],
  ["backend/src/processors/x.ts", "../adapters/redis/x.js", "depend on adapters"],
  ["backend/src/processors/x.ts", "../pipeline/settle.js", "never the broker"],
  ["backend/src/processors/x.ts", "@boomgate/platform/messaging", "never the broker"],
  ["backend/src/processors/x.ts", "@boomgate/pipeline", "never the broker"],
  ["backend/src/processors/x.ts", "redis", "never the broker"],
  ["backend/src/ports/x.ts", "redis", "A port speaks of contracts, domain and traces"],
  [
    "backend/src/ports/x.ts",
    "../adapters/redis/x.js",
    "A port speaks of contracts, domain and traces",
  ],
  ["backend/src/domain/x.ts", "node:crypto", "The domain is pure"],
  ["backend/src/domain/x.ts", "zod", "The domain is pure"],
  ["backend/src/domain/x.ts", "@boomgate/platform/errors", "The domain is pure"],
  ["backend/src/domain/x.ts", "../ports/store.js", "The domain is pure"],
  ["backend/src/domain/deep/x.ts", "@boomgate/platform/errors", "The domain is pure"],
  ["embedded/src/x.ts", "@boomgate/e2e", "Services meet on the wire"],
  ["e2e/src/x.ts", "pino", "packages/platform/src/telemetry"],
  ["embedded/src/x.ts", "../../backend/dist/index.js", "by its name, not its files"],
  ["backend/src/x.test.ts", "@boomgate/contracts/src/plate.js", "by its name, not its files"],
];

const allowed: readonly (readonly [file: string, imported: string])[] = [
  ["packages/contracts/src/x.ts", "zod"],
  ["packages/contracts/src/x.ts", "./plate.js"],
  ["packages/cameras/src/vendors/x.ts", "../tree.js"],
  ["packages/cameras/src/x.ts", "fast-xml-parser"],
  ["packages/platform/src/telemetry/x.ts", "pino"],
  ["packages/platform/src/telemetry/x.ts", "prom-client"],
  ["packages/platform/src/messaging/amqp/x.ts", "amqplib"],
  ["packages/http/src/x.ts", "@boomgate/platform/telemetry"],
  ["packages/http/src/x.ts", "fastify"],
  ["packages/testing/src/x.ts", "@boomgate/contracts"],
  ["packages/testing/src/x.ts", "vitest"],
  ["gateway/src/start-gateway.ts", "./adapters/late-broker.js"],
  ["gateway/src/adapters/x.ts", "../ports/read-ledger.js"],
  ["gateway/src/adapters/x.ts", "@boomgate/platform/errors"],
  ["gateway/src/intake/x.ts", "@boomgate/http"],
  ["gateway/src/domain/x.ts", "node:crypto"],
  ["gateway/src/telemetry/x.ts", "@boomgate/platform/telemetry"],
  ["embedded/src/x.ts", "@boomgate/gateway"],
  ["summary-api/src/store/sqlite/x.ts", "../stores-over.js"],
  ["summary-api/src/store/postgres/x.ts", "@boomgate/platform/telemetry"],
  ["summary-api/src/telemetry/x.ts", "@boomgate/platform/telemetry"],
  ["summary-api/src/start-x.ts", "./store/postgres/open-postgres-stores.js"],
  ["backend/src/container.ts", "./adapters/redis/x.js"],
  ["backend/src/main.ts", "./container.js"],
  ["backend/src/adapters/redis/x.ts", "../../ports/store.js"],
  ["backend/src/adapters/redis/x.ts", "../../store-epoch/store-guard.js"],
  ["backend/src/store-epoch/x.ts", "../ports/epoch-register.js"],
  ["backend/src/store-epoch/x.ts", "@boomgate/platform/messaging"],
  ["backend/src/telemetry/x.ts", "../ports/store.js"],
  ["backend/src/rebuild/start-rebuild.ts", "../container.js"],
  ["backend/src/pipeline/x.ts", "@boomgate/platform/messaging"],
  ["packages/pipeline/src/x.ts", "@boomgate/platform/messaging"],
  ["backend/src/pipeline/x.ts", "@boomgate/pipeline"],
  ["backend/src/processors/x.ts", "@boomgate/pipeline/hold"],
  ["backend/src/ports/x.ts", "../domain/read.js"],
  ["backend/src/domain/x.ts", "@boomgate/contracts"],
  ["backend/src/domain/x.ts", "./read.js"],
  ["backend/src/domain/x.test.ts", "fast-check"],
  ["embedded/src/x.ts", "@boomgate/backend"],
];

/** A file for each row, as only the first import from a module would count. */
const fileOf = (file: string, index: number) => file.replace(/x(?=\.)/, `planted-${index}`);

describe("import borders", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-borders-"));
  const plant = (file: string, imported: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `import { a } from "${imported}";\nexport const b = a;\n`, {
      flag: "a",
    });
  };
  let report: LintReport;
  beforeAll(async () => {
    cpSync(join(repository, config), join(folder, config)); // its globs begin where it lies
    for (const [index, planted] of [...refused, ...allowed].entries()) {
      plant(fileOf(planted[0], index), planted[1]);
    }
    report = await lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const found = (file: string) =>
    report.diagnostics.filter(
      ({ code, filename }) => code === "eslint(no-restricted-imports)" && filename === file,
    );

  it.each(refused.map((row, index) => [...row, index] as const))(
    "refuse %s the import of %s",
    (file, _imported, because, index) => {
      expect(found(fileOf(file, index)).map(({ help }) => help)).toEqual([
        expect.stringContaining(because),
      ]);
    },
  );

  it.each(allowed.map((row, index) => [...row, index] as const))(
    "grant %s the import of %s",
    (file, _imported, index) => {
      expect(found(fileOf(file, refused.length + index))).toEqual([]);
    },
  );
});

it("the linter looks at every source file of the repository", async () => {
  const { stdout } = await run("git", ["ls-files", "*.ts", "*.mjs"], { cwd: repository });
  const { number_of_files } = await lint(repository);
  expect(number_of_files).toBeGreaterThanOrEqual(stdout.trim().split("\n").length);
});

it("the linter refuses the environment to all of a service but its main", async () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-lint-"));
  cpSync(join(repository, config), join(folder, config));
  mkdirSync(join(folder, "backend/src"), { recursive: true });
  for (const file of ["main.ts", "container.ts"]) {
    writeFileSync(join(folder, "backend/src", file), "export const { PATH } = process.env;\n");
  }
  const { diagnostics } = await lint(folder);
  rmSync(folder, { recursive: true });
  expect(diagnostics.map(({ code, filename }) => [code, filename])).toEqual([
    ["node(no-process-env)", "backend/src/container.ts"],
  ]);
});

it("the linter knows types: it refuses a promise nobody waits for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-lint-"));
  cpSync(join(repository, config), join(folder, config));
  writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true } }');
  writeFileSync(
    join(folder, "planted.ts"),
    "async function work() {}\nexport function start() {\n  work();\n}\n",
  );
  const { diagnostics } = await lint(folder, "--type-aware");
  rmSync(folder, { recursive: true });
  expect(diagnostics.map(({ code }) => code)).toContain("typescript(no-floating-promises)");
});
