import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Running } from "../lifecycle/index.js";

/** How long a stopping server may finish its answers. */
const LAST_ANSWERS_MS = 1_000;

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another process",
  EACCES: "may not be used by this user",
  EADDRNOTAVAIL: "is on an address this machine does not have",
};

export interface Place {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Under which they are set: HTTP_PORT and HTTP_HOST; the gateway has its own port, and the host of HTTP. */
  readonly settings: "HTTP" | "METRICS" | "GATEWAY";
}

/** A server cannot listen on its configured port. */
export class PortUnavailableError extends Error {
  readonly code = "PORT_UNAVAILABLE";
  /** The setting of the port. */
  readonly setting: `${Place["settings"]}_PORT`;

  constructor({ host, port, settings }: Place, cause: NodeJS.ErrnoException) {
    const reason = REASONS[cause.code ?? ""] ?? `cannot be listened on (${cause.code})`;
    const mend =
      cause.code === "EADDRNOTAVAIL"
        ? `set ${settings === "GATEWAY" ? "HTTP" : settings}_HOST to one it has`
        : `set ${settings}_PORT to another, or to 0 for any free one`;
    super(`port ${port} of ${host} ${reason}: ${mend}`, { cause });
    this.name = "PortUnavailableError";
    this.setting = `${settings}_PORT`;
  }
}

/**
 * For servers that listen in their own way.
 * @throws {PortUnavailableError} when the port is taken or not ours to use
 */
export async function listenAt<T>(place: Place, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    throw isAboutAddress(syscall) ? new PortUnavailableError(place, error as Error) : error;
  }
}

/** The port, or the name of the host. */
const isAboutAddress = (syscall: string | undefined) =>
  syscall === "listen" || syscall === "getaddrinfo";

/** @throws {PortUnavailableError} when the port is taken or not ours to use */
export async function listen(
  server: Server,
  place: Place,
): Promise<Running & { readonly url: string }> {
  await listenAt(place, () => {
    server.listen(place.port, place.host);
    return once(server, "listening");
  });
  return { url: urlOf(server.address() as AddressInfo), stop: () => close(server) };
}

/** An address one can open: a server on all addresses is also on the loopback one. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return family === "IPv6" ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  // A connection that never sends its request would keep the server open for good.
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  await closed;
  clearTimeout(cut);
}
