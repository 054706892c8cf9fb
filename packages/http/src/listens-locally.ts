import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";
import { ConfigError } from "@boomgate/platform/config";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Whether a server at this host is reached from this machine alone: all addresses of the name are loopback.
 * @param host - "127.0.0.1", "localhost", "0.0.0.0"
 */
export async function listensLocally(host: string): Promise<boolean> {
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return (
    addresses.length > 0 &&
    addresses.every(({ address, family }) =>
      loopback.check(address, family === 6 ? "ipv6" : "ipv4"),
    )
  );
}

/** @throws {ConfigError} when everybody in the network could use the API without a token */
export async function checkListens(host: string, tokens: string | undefined): Promise<void> {
  if (tokens !== undefined || (await listensLocally(host))) return;
  throw new ConfigError([
    "HTTP_HOST: without API_TOKENS_FILE the API listens on loopback only, such as 127.0.0.1; " +
      "give it tokens, or leave HTTP_HOST out",
  ]);
}
