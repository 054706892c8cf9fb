/** What a Redis client takes in the place of a URL. */
export interface RedisAddress {
  readonly socket: { readonly host: string; readonly port: number; readonly tls?: true };
  readonly username?: string;
  readonly password?: string;
  readonly database?: number;
}

const DEFAULT_PORT = 6_379;

/** Node's client would ask the DNS for "[::1]", with the brackets that an IPv6 address has in a URL. */
export function redisAddressOf(url: string): RedisAddress {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const socket = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) || DEFAULT_PORT };
  const database = /^\/(\d+)$/.exec(pathname)?.[1];
  return {
    socket: protocol === "rediss:" ? { ...socket, tls: true } : socket,
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
    ...(database === undefined ? {} : { database: Number(database) }),
  };
}
