import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const folders = ["packages/*/src", "*/src"];
const filesOf = (ending: string) => folders.map((folder) => `${folder}/**/*${ending}`);

/** They drive a browser or measure time, so nothing may run beside them. */
const ALONE = [
  "gateway/src/main.int.test.ts",
  "summary-api/src/page/*.int.test.ts",
  "summary-api/src/sqlite-locked.proc.test.ts",
];

/** Also on two cores: most tests wait for services and processes. */
const TOGETHER = Math.max(2, availableParallelism() - 1);

const overServices = { globalSetup: ["packages/testing/src/vitest/global-setup.ts"] };

export default defineConfig({
  resolve: { conditions: ["boomgate-source"] },
  ssr: { resolve: { conditions: ["boomgate-source"] } },
  test: {
    setupFiles: ["reflect-metadata"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Long enough for a busy machine: what passes does not wait for it.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Files share workers and imports, which were most of the time. Tests keep no state in modules.
          isolate: false,
          include: filesOf(".test.ts"),
          exclude: [...configDefaults.exclude, "**/*.{int,proc}.test.ts"],
          maxWorkers: TOGETHER,
        },
      },
      {
        extends: true,
        // Tests that start processes, simulate, or wait for seconds.
        test: {
          name: "process",
          include: filesOf(".proc.test.ts"),
          exclude: [...configDefaults.exclude, ...ALONE],
          maxWorkers: TOGETHER,
        },
      },
      {
        extends: true,
        test: {
          ...overServices,
          name: "integration",
          include: filesOf(".int.test.ts"),
          exclude: [...configDefaults.exclude, ...ALONE],
          maxWorkers: TOGETHER,
        },
      },
      {
        extends: true,
        test: {
          ...overServices,
          name: "alone",
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
