import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between a client and a service, and cuts, refuses, resets or stalls connections for a test. */
export interface TcpProxy {
  /** The service's address, by way of the proxy. */
  readonly url: string;
  /** Ends every connection; new ones are accepted. */
  cut(): void;
  /** Ends every connection and refuses new ones until `accept`. */
  refuse(): void;
  accept(): void;
  /** Ends so many of the new connections, 0 to 1, when they first send something. */
  reset(share: number): void;
  /** Lets nothing through in either direction, with the connections open, until `flow`. */
  stall(): void;
  flow(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(serviceUrl: string): Promise<TcpProxy> {
  const target = new URL(serviceUrl);
  const sockets = new Set<Socket>();
  let isRefusing = false;
  let isStalled = false;
  let resetShare = 0;
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    if (isRefusing) return client.destroy();
    const service = connect(Number(target.port), target.hostname);
    track(client);
    track(service);
    client.on("close", () => service.destroy());
    service.on("close", () => client.destroy());
    if (Math.random() < resetShare) client.once("data", () => client.resetAndDestroy());
    client.pipe(service);
    service.pipe(client);
    if (isStalled) for (const socket of [client, service]) socket.pause();
    return undefined;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(serviceUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    refuse() {
      isRefusing = true;
      cut();
    },
    accept() {
      isRefusing = false;
    },
    reset(share) {
      resetShare = share;
    },
    stall() {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    flow() {
      isStalled = false;
      for (const socket of sockets) socket.resume();
    },
    async stop() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
