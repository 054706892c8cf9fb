import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PROGRAM = fileURLToPath(new URL("../../generators/dist/audit/main.js", import.meta.url));

/**
 * Runs `npm run audit`.
 * @returns the table it prints
 * @throws {Error} with the table when the audit fails
 */
export async function audit(
  truth: readonly string[],
  sink: string,
  minRecall: number,
): Promise<string> {
  const options = ["--truth", ...truth, "--sink", sink, "--min-recall", String(minRecall)];
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...options], {
    env: { PATH: process.env["PATH"] },
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`the audit failed\n${error.stdout}${error.stderr}`);
  });
  return stdout;
}
