import { isIP } from "node:net";

/**
 * Protects an API without tokens against DNS rebinding: a foreign web page lets its own name point to this machine,
 * and a browser here then takes the API for the page's own server. The Host header still holds the foreign name, so
 * only addresses, localhost and `names` are accepted.
 * @param names - further names of this API
 */
export function createHostCheck(names: readonly string[]): (host: string | undefined) => boolean {
  const own = new Set(["localhost", ...names.map((name) => name.toLowerCase())]);
  return (host) => {
    const name = nameOf(host);
    if (name === undefined) return false;
    return own.has(name) || name.endsWith(".localhost") || isIP(name) !== 0;
  };
}

/** "::1" of "[::1]:8000"; `undefined` for a malformed host. */
function nameOf(host: string | undefined): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(host ?? "") ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}
