import { answers } from "./answers.js";
import { candidateUrls, publicUrl } from "./candidates.js";
import { startPostgres } from "./postgres.js";
import { startRabbitmq } from "./rabbitmq.js";
import { startRedis } from "./redis.js";
import {
  ServiceMissingError,
  serviceNames,
  type ServiceName,
  type StartedService,
} from "./service.js";

/** What is known of a service before the tests begin. */
export type ServiceReport =
  | { readonly state: "found" | "started"; readonly url: string }
  | { readonly state: "missing"; readonly reason: string };

export type ServiceReports<Name extends ServiceName = ServiceName> = Readonly<
  Record<Name, ServiceReport>
>;

export interface Services<Name extends ServiceName> {
  readonly reports: ServiceReports<Name>;
  /** @throws {ServiceMissingError} with the reason when it is missing */
  urlOf(name: Name): string;
  /** Stops what was started; what was found goes on. */
  stop(): Promise<void>;
}

/** `find` starts nothing, `start` uses nothing that runs already, `none` acts as if nothing were there. */
const modes = ["auto", "find", "start", "none"] as const;
type Mode = (typeof modes)[number];

/**
 * Uses each service where it answers already, else starts one of our own in a temporary folder.
 * @param env - AMQP_URL, REDIS_URL, DATABASE_URL, PG*, PATH; TEST_SERVICES chooses the mode
 */
export async function findOrStartServices<Name extends ServiceName = ServiceName>(
  names: readonly Name[] = serviceNames as readonly ServiceName[] as readonly Name[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Services<Name>> {
  const mode = modeOf(env);
  const started: StartedService[] = [];
  const reports = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await findOrStart(name, mode, env, started)] as const),
    ),
  ) as ServiceReports<Name>;
  return {
    reports,
    urlOf: (name) => {
      const report = reports[name];
      if (report.state === "missing") throw new ServiceMissingError(name, report.reason);
      return report.url;
    },
    stop: async () => {
      await Promise.all(started.map((service) => service.stop()));
    },
  };
}

async function findOrStart(
  name: ServiceName,
  mode: Mode,
  env: NodeJS.ProcessEnv,
  started: StartedService[],
): Promise<ServiceReport> {
  const reasons: string[] = [];
  for (const url of mode === "auto" || mode === "find" ? candidateUrls(name, env) : []) {
    try {
      await answers[name](url);
      return { state: "found", url };
    } catch (error) {
      reasons.push(`${publicUrl(url)} does not answer (${reasonOf(error)})`);
    }
  }
  if (mode === "find" || mode === "none") reasons.push(`TEST_SERVICES=${mode} starts none`);
  else {
    try {
      const service = await starters[name](env);
      started.push(service);
      return { state: "started", url: service.url };
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  return { state: "missing", reason: reasons.join("; ") };
}

const starters: Readonly<Record<ServiceName, (env: NodeJS.ProcessEnv) => Promise<StartedService>>> =
  {
    rabbitmq: (env) => startRabbitmq({ env }),
    redis: (env) => startRedis({ env }),
    postgres: (env) => startPostgres({ env }),
  };

function modeOf(env: NodeJS.ProcessEnv): Mode {
  const wanted = env["TEST_SERVICES"] || "auto";
  const mode = modes.find((each) => each === wanted);
  if (mode === undefined) throw new Error(`TEST_SERVICES must be one of: ${modes.join(" | ")}`);
  return mode;
}

/** The code alone where there is one: messages of drivers may hold the address with its password. */
function reasonOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : name;
}
