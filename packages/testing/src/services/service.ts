/** The real services some tests need. */
export const serviceNames = ["rabbitmq", "redis", "postgres"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** A service of our own, in a temporary folder, gone after `stop`. */
export interface StartedService {
  readonly name: ServiceName;
  /** Stays the same over restarts. */
  readonly url: string;
  /** Holds its data and its output (`output.log`) until the stop. */
  readonly folder: string;
  /** Of the process that is the service, not of a shell around it. @throws {Error} while it is down */
  readonly pid: number;
  /** Ends it in order and removes its data. Harmless when it is down or gone. */
  stop(): Promise<void>;
  /** Sends the signal and waits for the end of the process, unless the signal only freezes it. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. Ends it before if needed. */
  restart(): Promise<void>;
}

/** The service cannot be had here. */
export class ServiceMissingError extends Error {
  constructor(
    readonly service: ServiceName,
    reason: string,
  ) {
    super(reason);
    this.name = "ServiceMissingError";
  }
}

/** Who we are to a service that knows users of its own. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** @returns the address with the name and password in it */
export function withLogin(address: string, { user, password }: Login): string {
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
