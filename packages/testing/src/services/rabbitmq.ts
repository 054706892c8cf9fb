import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ChildService } from "./child-service.js";
import { findProgram, isExecutable } from "./find-program.js";
import { freePorts } from "./free-port.js";
import { startPortMapper } from "./port-mapper.js";
import { type Login, ServiceMissingError, type StartedService, withLogin } from "./service.js";
import { temporaryFolder } from "./temporary-folder.js";

/** Debian's own is on the PATH of root alone, and changes user and home; this is the one it calls. */
const BEHIND_DEBIANS_WRAPPER = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** The user of a broker whose configuration has none. */
const GUEST = { user: "guest", password: "guest", virtualHost: "/" };

export interface RabbitmqOptions {
  /** Lines of rabbitmq.conf: `["vm_memory_high_watermark.absolute = 50MB"]`. */
  readonly config?: readonly string[];
  /** None by default: `["rabbitmq_management"]`. */
  readonly plugins?: readonly string[];
  /** Needed when the configuration has users; guest is then unknown. */
  readonly login?: Login & { readonly virtualHost: string };
  readonly env?: NodeJS.ProcessEnv;
}

/** @throws {ServiceMissingError} when rabbitmq-server or Erlang's epmd is not installed */
export async function startRabbitmq(options: RabbitmqOptions = {}): Promise<StartedService> {
  const env = options.env ?? process.env;
  const program = findServer(env["PATH"]);
  const epmd = findProgram("epmd", env["PATH"]);
  if (epmd === undefined) throw new ServiceMissingError("rabbitmq", "epmd is not on the PATH");
  const [amqpPort, distributionPort, epmdPort] = (await freePorts(3)) as [number, number, number];
  const folder = temporaryFolder("rabbitmq");
  const config = writeConfig(folder, options);

  const mapperEnv = { ERL_EPMD_PORT: String(epmdPort), ERL_EPMD_ADDRESS: "127.0.0.1" };
  // Started by us and in the foreground; else Erlang starts one that outlives the broker.
  const portMapper = await startPortMapper(epmd, epmdPort, { PATH: env["PATH"], ...mapperEnv });
  const service = new ChildService({
    name: "rabbitmq",
    url: urlOf(amqpPort, options.login),
    folder,
    program,
    args: [],
    env: {
      ...config,
      PATH: env["PATH"],
      HOME: folder,
      LANG: "C.UTF-8",
      // Makes the start script become the server, so that the child's PID is the server's.
      RUNNING_UNDER_SYSTEMD: "true",
      ...mapperEnv,
      RABBITMQ_NODENAME: `boomgate-${amqpPort}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
      RABBITMQ_NODE_PORT: String(amqpPort),
      RABBITMQ_DIST_PORT: String(distributionPort),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
    },
    stopSignal: "SIGTERM",
    companion: portMapper,
  });
  await service.start();
  return service;
}

function urlOf(port: number, login: RabbitmqOptions["login"]): string {
  const { user, password, virtualHost } = { ...GUEST, ...login };
  const path = virtualHost === "/" ? "" : `/${encodeURIComponent(virtualHost)}`;
  return withLogin(`amqp://127.0.0.1:${port}${path}`, { user, password });
}

function findServer(path: string | undefined): string {
  if (isExecutable(BEHIND_DEBIANS_WRAPPER)) return BEHIND_DEBIANS_WRAPPER;
  const found = findProgram("rabbitmq-server", path);
  if (found !== undefined) return found;
  throw new ServiceMissingError("rabbitmq", "rabbitmq-server is not on the PATH");
}

/** Keeps the server off the files and folders of an installed one. */
function writeConfig(folder: string, { config = [], plugins = [] }: RabbitmqOptions) {
  const write = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
    return join(folder, file);
  };
  return {
    RABBITMQ_CONFIG_FILE: write("rabbitmq.conf", config.map((line) => `${line}\n`).join("")),
    RABBITMQ_CONF_ENV_FILE: write("rabbitmq-env.conf", ""),
    RABBITMQ_ENABLED_PLUGINS_FILE: write("enabled_plugins", `[${plugins.join(",")}].\n`),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, "advanced.config"),
    RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_SCHEMA_DIR: join(folder, "schema"),
    RABBITMQ_GENERATED_CONFIG_DIR: join(folder, "generated"),
  };
}
