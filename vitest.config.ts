import { configDefaults, defineConfig } from "vitest/config";

const folders = ["packages/*/src", "*/src"];
const filesOf = (ending: string) => folders.map((folder) => `${folder}/**/*${ending}`);

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
        },
      },
      {
        extends: true,
        // Tests that start processes, simulate, or wait for seconds.
        test: { name: "process", include: filesOf(".proc.test.ts") },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: filesOf(".int.test.ts"),
          globalSetup: ["packages/testing/src/vitest/global-setup.ts"],
        },
      },
    ],
  },
});
