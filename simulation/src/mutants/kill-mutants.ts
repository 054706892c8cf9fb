import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Mutant } from "./mutant.js";
import { MUTANTS } from "./mutants.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = fileURLToPath(new URL("../main.js", import.meta.url));
/** Below the root, so that a copy finds the same packages. */
const copies = join(root, "node_modules", ".cache", "boomgate-mutants");

interface KillOptions {
  readonly seed: number;
  readonly runs: number;
}

/** Runs the simulation against each mutant. @returns 0 when all were found, 1 otherwise */
export async function killMutants(options: KillOptions): Promise<number> {
  rmSync(copies, { recursive: true, force: true });
  // All are planted first: a mutant that no longer fits the code fails before anything runs.
  const waiting = MUTANTS.map((mutant) => ({ mutant, folder: plant(mutant) }));
  const survivors: Mutant[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { mutant, folder } = next;
      const run = await findingRun(mutant, folder, options);
      if (run === undefined) survivors.push(mutant);
      const verdict = run === undefined ? "SURVIVED".padEnd(19) : `found by run ${run.padEnd(6)}`;
      process.stdout.write(`${verdict} ${mutant.name}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  rmSync(copies, { recursive: true, force: true });
  const found = MUTANTS.length - survivors.length;
  process.stdout.write(`${found} of ${MUTANTS.length} mutants found\n`);
  return survivors.length === 0 ? 0 : 1;
}

/** @returns the number of the run that went wrong; undefined when none did */
async function findingRun(
  mutant: Mutant,
  folder: string,
  { seed, runs }: KillOptions,
): Promise<string | undefined> {
  const backend = pathToFileURL(join(folder, "index.js")).href;
  const numbers = ["--seed", String(seed), "--runs", String(runs), "--no-shrink"];
  const child = spawn(process.execPath, [program, "--backend", backend, ...numbers], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return undefined;
  const run = /^FAILED with seed[^]*--path (\d+)/m.exec(output)?.[1];
  if (code === 1 && run !== undefined) return run;
  throw new Error(`the run of "${mutant.name}" ended with ${code}: ${output}`);
}

/** @returns the folder of a backend with the fault */
function plant({ name, workspace, file, find, replace }: Mutant): string {
  const folder = join(copies, String(MUTANTS.findIndex((mutant) => mutant.name === name)));
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "backend", "dist"), folder, { recursive: true });
  const path = join(workspace ? copyOf(workspace, folder) : folder, file);
  const parts = readFileSync(path, "utf8").split(find);
  if (parts.length !== 2) throw new Error(`"${name}" is not in ${file} exactly once`);
  writeFileSync(path, parts.join(replace));
  return folder;
}

/** A copy that the backend in `folder` imports instead of the workspace. @returns its `dist` */
function copyOf(workspace: string, folder: string): string {
  const copy = join(folder, "node_modules", "@boomgate", basename(workspace));
  mkdirSync(copy, { recursive: true });
  for (const part of ["package.json", "dist"]) {
    cpSync(join(root, workspace, part), join(copy, part), { recursive: true });
  }
  return join(copy, "dist");
}
