import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Running } from "../lifecycle/index.js";

/** Time for answers under way when the server stops. */
const LAST_ANSWERS_MS = 1_000;

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another process",
  EACCES: "may not be used by this user",
  EADDRNOTAVAIL: "is on an address this machine does not have",
};

/** The port a server was told to listen on cannot be had. */
export class PortUnavailableError extends Error {
  readonly code = "PORT_UNAVAILABLE";

  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const reason = REASONS[cause.code ?? ""] ?? `cannot be listened on (${cause.code})`;
    super(`port ${port} of ${host} ${reason}; choose another, or 0 for any free one`, { cause });
    this.name = "PortUnavailableError";
  }
}

/** @throws {PortUnavailableError} when the port is taken or not ours to use */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Running & { readonly url: string }> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new PortUnavailableError(host, port, cause as NodeJS.ErrnoException);
  }
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
