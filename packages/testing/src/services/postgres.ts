import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ChildService } from "./child-service.js";
import { debianPostgresFolders, findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { ServiceMissingError, type StartedService } from "./service.js";
import { temporaryFolder, type Owner } from "./temporary-folder.js";

const run = promisify(execFile);

export interface PostgresOptions {
  /** As in postgresql.conf: `{ synchronous_commit: "off" }`. */
  readonly config?: Readonly<Record<string, string>>;
  readonly env?: NodeJS.ProcessEnv;
}

/** @throws {ServiceMissingError} when PostgreSQL is not installed, or there is no user that may run it */
export async function startPostgres(options: PostgresOptions = {}): Promise<StartedService> {
  const env = options.env ?? process.env;
  const programs = findPrograms(env["PATH"]);
  const user = await ownerOfServer();
  const port = await freePort();
  const folder = temporaryFolder("postgres", user);
  const data = join(folder, "data");
  const childEnv = { PATH: env["PATH"], LC_ALL: "C" };
  await run(
    programs.initdb,
    ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"],
    { ...user, env: childEnv, cwd: folder },
  );
  const config = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "200",
    ...options.config,
  };
  const service = new ChildService({
    name: "postgres",
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    folder,
    program: programs.postgres,
    args: [
      ...["-D", data],
      ...Object.entries(config).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    env: childEnv,
    // "Fast": open transactions are rolled back. SIGTERM would wait until the last client has gone.
    stopSignal: "SIGINT",
    user,
  });
  await service.start();
  return service;
}

function findPrograms(path: string | undefined) {
  for (const folder of [path, ...debianPostgresFolders()]) {
    const postgres = findProgram("postgres", folder);
    const initdb = findProgram("initdb", folder);
    if (postgres !== undefined && initdb !== undefined) return { postgres, initdb };
  }
  throw new ServiceMissingError(
    "postgres",
    "postgres and initdb are neither on the PATH nor in /usr/lib/postgresql",
  );
}

/** PostgreSQL refuses to run as root: root runs it as the user its package made, or as nobody. */
async function ownerOfServer(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all(
        ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
      );
      return { uid: uid as number, gid: gid as number };
    } catch {
      // no such user
    }
  }
  throw new ServiceMissingError("postgres", "it does not run as root, and there is no other user");
}
