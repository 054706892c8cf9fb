import { ChildService } from "./child-service.js";
import { findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { type Login, ServiceMissingError, type StartedService, withLogin } from "./service.js";
import { temporaryFolder } from "./temporary-folder.js";

export interface RedisOptions {
  /** As in redis.conf: `{ appendonly: "yes", appendfsync: "always" }`. Nothing is kept by default. */
  readonly config?: Readonly<Record<string, string>>;
  /** Needed when the configuration has users. */
  readonly login?: Login;
  /** Environment of the server beside its own. @param folder - its own, gone with it */
  readonly serverEnv?: ((folder: string) => Readonly<Record<string, string>>) | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/** @throws {ServiceMissingError} when redis-server is not installed */
export async function startRedis(options: RedisOptions = {}): Promise<StartedService> {
  const env = options.env ?? process.env;
  const program = findProgram("redis-server", env["PATH"]);
  if (program === undefined)
    throw new ServiceMissingError("redis", "redis-server is not on the PATH");
  const port = await freePort();
  const folder = temporaryFolder("redis");
  const address = `redis://127.0.0.1:${port}`;
  const config = {
    save: "",
    appendonly: "no",
    "maxmemory-policy": "noeviction",
    ...options.config,
  };
  const service = new ChildService({
    name: "redis",
    url: options.login === undefined ? address : withLogin(address, options.login),
    folder,
    program,
    args: [
      ...["--bind", "127.0.0.1", "--port", String(port), "--dir", folder],
      ...Object.entries(config).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    env: { PATH: env["PATH"], ...options.serverEnv?.(folder) },
    stopSignal: "SIGTERM",
  });
  await service.start();
  return service;
}
