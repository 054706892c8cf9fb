import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Another program that opens the SQLite file and runs statements, such as "begin immediate".
 * @returns ends the program, and so releases its lock
 */
export async function aProgramThat(does: string, folder: string): Promise<() => Promise<void>> {
  const script = `
    const Database = require("libsql");
    const database = new Database(process.argv[1], { timeout: 5000 });
    for (const statement of process.argv[2].split(";")) database.exec(statement);
    console.log("done");
    process.stdin.resume();
  `;
  const program = spawn(process.execPath, ["--eval", script, join(folder, "stays.sqlite"), does], {
    cwd: import.meta.dirname,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(program, "exit");
  await Promise.race([
    once(program.stdout, "data"),
    exited.then(() => Promise.reject(new Error(`the file could not be locked by ${does}`))),
  ]);
  return async () => {
    program.kill("SIGKILL");
    await exited;
  };
}
