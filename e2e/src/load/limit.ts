import type { LoadSample, Part } from "./sample.js";

/** More of a core than this no process gets in practice. */
const BUSY_CORE = 0.85;
const BUSY_MACHINE = 0.9;
/** In a slow second a smaller share of the planned events was confirmed. */
const LEAST_SHARE = 0.95;

/** Which part limited the load, as a sentence. */
export function limitOf(samples: readonly LoadSample[], coreCount: number): string {
  const loaded = samples.filter(({ wanted }) => wanted > 0);
  const slow = loaded.filter(
    ({ wanted, confirmedPerSecond }) => confirmedPerSecond < wanted * LEAST_SHARE,
  );
  const behind = loaded.filter(({ wanted, backlog }) => backlog > 2 * wanted);
  if (slow.length <= loaded.length / 10 && behind.length <= loaded.length / 10) {
    return "No limit was reached: events were confirmed and consumed at the planned rate.";
  }
  const isPublishing = slow.length > behind.length;
  const what = isPublishing ? "publishing" : "the pipeline";
  const seconds = isPublishing ? slow : behind;
  return `The limit of ${what} was ${partOf(seconds, coreCount, isPublishing)}.`;
}

function partOf(seconds: readonly LoadSample[], coreCount: number, isPublishing: boolean): string {
  const mean = (part: Part) =>
    seconds.reduce((sum, { cores }) => sum + cores[part], 0) / seconds.length;
  const coresOf = (part: Part) => `${mean(part).toFixed(1)} cores`;
  if (mean("machine") > coreCount * BUSY_MACHINE) {
    const rest = mean("machine") - mean("load") - mean("backends") - mean("summary API");
    return (
      `the machine, whose ${coreCount} cores were all busy: load ${coresOf("load")}, ` +
      `backends ${coresOf("backends")}, summary API ${coresOf("summary API")}, ` +
      `broker, Redis, PostgreSQL and other programs ${rest.toFixed(1)} cores`
    );
  }
  if (isPublishing) {
    if (mean("load") > BUSY_CORE) return `the process of the load (${coresOf("load")})`;
    if (seconds.some(({ isBlocked }) => isBlocked))
      return "the broker, which blocked its publishers";
    return "the broker, whose confirms were slow";
  }
  if (mean("busiest backend") > BUSY_CORE) {
    return `the backends (the busiest used ${coresOf("busiest backend")}); start more of them`;
  }
  if (mean("summary API") > BUSY_CORE) return `the summary API (${coresOf("summary API")})`;
  return "a service that the backends wait for: broker, Redis or PostgreSQL";
}
