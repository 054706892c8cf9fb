import { isIP } from "node:net";

/**
 * Without tokens, whatever a browser on this machine can reach it may read. A page of somebody else
 * may let its own name point here (DNS rebinding) and so be of the same origin; the Host header then
 * still holds that name. An address cannot be taken over, nor can localhost.
 * @param names - further names this API is known by
 */
export function createHostCheck(names: readonly string[]): (host: string | undefined) => boolean {
  const own = new Set(["localhost", ...names.map((name) => name.toLowerCase())]);
  return (host) => {
    const name = nameOf(host);
    if (name === undefined) return false;
    return own.has(name) || name.endsWith(".localhost") || isIP(name) !== 0;
  };
}

/** "[::1]:8000" is "::1"; `undefined` for what is no host at all. */
function nameOf(host: string | undefined): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(host ?? "") ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}
