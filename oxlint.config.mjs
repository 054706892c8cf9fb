// Import borders are held here, each named by its message; a test plants a bad import at each of them.

const byName = {
  group: ["**/dist/**", "@boomgate/*/src/**", "**/packages/*/src/**"],
  message: "Import a workspace by its name, not its files.",
};
const telemetryOnly = {
  group: ["prom-client", "pino", "pino-pretty"],
  message: "Only packages/platform/src/telemetry knows them; import @boomgate/platform/telemetry.",
};
const messagingOnly = {
  group: ["amqplib", "amqplib/**"],
  message: "Only the AMQP adapter knows it; import @boomgate/platform/messaging.",
};
const testsOnly = {
  group: [
    ...["@boomgate/testing", "@boomgate/testing/**", "vitest", "vitest/**", "fast-check"],
    "playwright-core",
  ],
  message: "Only tests import what is for tests.",
};
const noParking = {
  group: ["@boomgate/**"],
  message: "The platform knows nothing about parking.",
};
const notHttp = {
  group: ["@boomgate/http"],
  message: "The pipeline and HTTP do not know each other.",
};
const testingOnly = {
  group: ["@boomgate/**", "!@boomgate/contracts"],
  message: "packages/testing imports the contracts, no other workspace.",
};
const notRequests = {
  regex: String.raw`^(\.\./)+(http|intake|telemetry)/`, // a group would match @boomgate/platform/telemetry
  message: "The store knows neither requests nor metrics.",
};
const httpOnly = {
  group: ["@boomgate/**", "!@boomgate/platform/**"],
  message:
    "packages/http knows nothing about parking; of the workspaces it imports the platform alone.",
};
const notDatabases = (...others) => ({
  group: others.map((name) => `**/${name}/**`),
  message: "PostgreSQL and SQLite do not know each other; the rest of the store knows neither.",
});
const notAdapters = {
  group: ["**/adapters/**", "**/container.js", "**/main.js"],
  message:
    "Only container.ts and what starts a process depend on adapters, only main.ts on container.ts.",
};
const notPipeline = {
  group: ["**/pipeline/**", "**/processors/**", "**/rebuild/**", "**/container.js", "**/main.js"],
  message: "Adapters depend on ports, domain and the epoch of the store.",
};
/** Each kind of adapter does without the others. */
const notOtherAdapters = (own) => ({
  group: ["amqp", "http", "memory", "redis"]
    .filter((kind) => kind !== own)
    .map((kind) => `**/${kind}/**`),
  message: "Adapters do not use each other.",
});
const notBroker = {
  group: ["../pipeline/**", "@boomgate/platform/messaging", "redis", "axios"],
  message: "Processors know the business, never the broker.",
};
const notSettlement = {
  regex: "^@boomgate/pipeline$", // a group would match @boomgate/pipeline/hold as well
  message: notBroker.message,
};
const notGatewayAdapters = {
  group: ["**/adapters/**", "**/start-gateway.js", "**/start-gateway-process.js"],
  message: "Only what starts the gateway depends on its adapters.",
};
const notRoutes = {
  regex: String.raw`^(\.\./)+http/`, // a group would match @boomgate/http
  message: "What the gateway does with events knows nothing of its routes.",
};
const onlyGatewayPorts = {
  group: ["../**", "!../ports/**"],
  message: "Adapters of the gateway depend on ports.",
};
/** The headers that identify messages are the same for all services; everything else in the contracts is about parking. */
const headersOnly = {
  group: ["@boomgate/contracts"],
  allowImportNames: [
    ...["HEADERS", "PASSED_ON", "publishedAtMsOf"],
    ...["ArrayElement", "ContractError", "isEventArray", "jsonOf", "readEventArray"],
    ...["EVENT_ARRAY_CONTENT_TYPE", "MAX_EVENT_BYTES"],
    ...["PackedEvent", "encodeEventArray", "packEvents"],
  ],
  message: "The pipeline knows the form of messages, and nothing about parking.",
};

/** The services among the workspaces; they meet on the wire, not in code. */
const services = [
  "backend",
  "generators",
  "gateway",
  "summary-api",
  "embedded",
  "e2e",
  "simulation",
  "operations",
];
const notServices = (...allowed) => ({
  group: services.filter((name) => !allowed.includes(name)).map((name) => `@boomgate/${name}`),
  message: "Services meet on the wire, not in code.",
});
const only = (message, ...allowed) => ({
  group: ["*", "**/*", ...allowed.map((name) => `!${name}`)],
  message,
});

/** The last override that matches a file counts, so each lists all of its borders. */
const borders = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});
const always = [byName, telemetryOnly, messagingOnly, testsOnly];

export default {
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "node"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/dist", "coverage"],
  rules: {
    "no-console": "error",
    "typescript/await-thenable": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/only-throw-error": "error",
    "typescript/prefer-promise-reject-errors": "error",
    "typescript/switch-exhaustiveness-check": "error",
    // Wanted here: casts at the borders of untyped data, code points of a plate, small inner functions.
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/no-misused-spread": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-useless-spread": "off", // spread literals group the words of a command line
    "unicorn/require-module-specifiers": "off",
    "import/no-named-as-default-member": "off", // `fc` is how fast-check wants to be imported
    // reflect-metadata is imported for its effect.
    "import/no-unassigned-import": "off",
  },
  overrides: [
    borders(["**/*.ts"], ...always),
    borders(
      ["packages/contracts/src/**"],
      only("The contracts import zod and hashes alone.", "zod", "node:crypto", "./**"),
    ),
    borders(["packages/platform/src/**"], ...always, noParking),
    borders(["packages/platform/src/telemetry/**"], byName, messagingOnly, testsOnly, noParking),
    borders(["packages/platform/src/messaging/**"], byName, telemetryOnly, testsOnly, noParking),
    borders(["packages/pipeline/src/**"], ...always, notServices(), notHttp, headersOnly),
    borders(["packages/http/src/**"], ...always, httpOnly),
    borders(
      ["packages/cameras/src/**"],
      only(
        "The adapters are pure: contracts, parsers and hashes.",
        ...["@boomgate/contracts", "zod", "@fastify/busboy", "fast-xml-parser", "node:crypto"],
        ...["./**", "../**"],
      ),
    ),
    borders(
      ["packages/cameras/src/settings/access.ts"],
      only("Addresses are compared, and no connection is made.", "node:crypto", "node:net"),
    ),
    borders(["packages/testing/src/**"], byName, telemetryOnly, testingOnly),
    borders(["generators/src/**"], ...always, notServices()),
    borders(["gateway/src/**"], ...always, notServices(), notGatewayAdapters),
    borders(
      ["gateway/src/{index,main,create-cameras,start-gateway,start-gateway-process}.ts"],
      ...always,
      notServices(),
    ),
    borders(
      ["gateway/src/{access,body,cameras,intake,problems,receipts}/**"],
      ...always,
      notServices(),
      notGatewayAdapters,
      notRoutes,
    ),
    borders(["gateway/src/adapters/**"], ...always, notServices(), onlyGatewayPorts),
    borders(
      ["gateway/src/domain/**"],
      only(
        "Judging an event is pure: contracts and hashes.",
        "@boomgate/contracts",
        "node:crypto",
        "./**",
      ),
    ),
    borders(
      ["gateway/src/ports/**"],
      only("A port of the gateway speaks of contracts.", "@boomgate/contracts", "./**"),
    ),
    borders(
      ["gateway/src/telemetry/**"],
      only("Metrics know nothing else.", "@boomgate/platform/telemetry", "./**"),
    ),
    borders(["summary-api/src/**"], ...always, notServices()),
    borders(
      ["summary-api/src/telemetry/**"],
      only("Metrics know nothing else.", "@boomgate/platform/telemetry", "./**"),
    ),
    ...[
      ["summary-api/src/store/**", "postgres", "sqlite"],
      ["summary-api/src/store/postgres/**", "sqlite"],
      ["summary-api/src/store/sqlite/**", "postgres"],
    ].map(([files, ...databases]) =>
      borders([files], ...always, notServices(), notRequests, notDatabases(...databases)),
    ),
    borders(["backend/src/**"], ...always, notServices(), notAdapters),
    borders(
      ["backend/src/{container,index,main}.ts", "backend/src/rebuild/{start,open}-*.ts"],
      ...always,
      notServices(),
    ),
    ...["amqp", "http", "memory", "redis"].map((kind) =>
      borders(
        [`backend/src/adapters/${kind}/**`],
        ...always,
        notServices(),
        notPipeline,
        notOtherAdapters(kind),
      ),
    ),
    borders(
      ["backend/src/store-epoch/**"],
      only(
        "The epoch of the store knows its port, contracts and the platform.",
        "node:crypto",
        "@boomgate/contracts",
        "@boomgate/platform/**",
        "../ports/epoch-register.js",
        "./**",
      ),
    ),
    borders(
      ["backend/src/telemetry/**"],
      only(
        "Metrics are wrapped around ports and know nothing else.",
        "@boomgate/platform/telemetry",
        "@boomgate/platform/tracing",
        "../ports/**",
        "./**",
      ),
    ),
    borders(
      ["backend/src/processors/**"],
      ...always,
      notServices(),
      notAdapters,
      notBroker,
      notSettlement,
    ),
    borders(
      ["backend/src/ports/**"],
      only(
        "A port speaks of contracts, domain and traces.",
        "@boomgate/contracts",
        "@boomgate/platform/tracing",
        "../domain/**",
        "./**",
      ),
    ),
    borders(
      ["backend/src/domain/**"],
      only("The domain is pure: contracts and itself.", "@boomgate/contracts", "./**"),
    ),
    borders(
      ["embedded/src/**"],
      ...always,
      notServices("backend", "gateway", "generators", "summary-api"),
    ),
    borders(["operations/src/**"], ...always, notServices()),
    borders(["simulation/src/**"], byName, telemetryOnly, messagingOnly, notServices("backend")),
    borders(["bench/src/**"], byName, telemetryOnly, notServices("e2e")),
    borders(["e2e/src/**"], byName, telemetryOnly, notServices("embedded")),
    {
      // Settings are read in a main, once, and handed on.
      files: [
        "{backend,gateway,generators,summary-api,embedded,packages/{cameras,contracts,http,pipeline,platform}}/src/**",
      ],
      rules: { "node/no-process-env": "error" },
    },
    {
      files: ["**/main.ts", "**/*.{test,suite,fixture}.ts"],
      rules: { "node/no-process-env": "off" },
    },
    borders(["**/*.{test,suite,fixture}.ts", "**/vitest.config.ts"], byName),
  ],
};
