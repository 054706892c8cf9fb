import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export interface Program {
  /** JavaScript that Node runs as it is. */
  readonly file: string;
  remove(): void;
}

/** Makes a program of a TypeScript file, for tests of whole processes: Node 20 runs no TypeScript. */
export async function buildProgram(source: URL): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-program-"));
  const name = `${basename(source.pathname, ".ts")}.mjs`;
  await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["boomgate-source"] },
    build: {
      ssr: fileURLToPath(source),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: name } },
    },
    ssr: { noExternal: true, resolve: { conditions: ["boomgate-source"] } },
  });
  return { file: join(folder, name), remove: () => rmSync(folder, { recursive: true }) };
}
