import type { LoadSample, Part } from "./sample.js";

/** So much of a core is all that one process gets in practice. */
const BUSY_CORE = 0.85;
const BUSY_MACHINE = 0.9;
/** A second is missed when fewer of its events were confirmed. */
const KEPT = 0.95;

/** Which part kept the load from what was wanted, as a sentence. */
export function limitOf(samples: readonly LoadSample[], coreCount: number): string {
  const loaded = samples.filter(({ wanted }) => wanted > 0);
  const slow = loaded.filter(
    ({ wanted, confirmedPerSecond }) => confirmedPerSecond < wanted * KEPT,
  );
  const behind = loaded.filter(({ wanted, backlog }) => backlog > 2 * wanted);
  if (slow.length <= loaded.length / 10 && behind.length <= loaded.length / 10) {
    return "Nothing was a limit: events were confirmed at the rate that was wanted, and consumed as fast.";
  }
  const isPublishing = slow.length > behind.length;
  const what = isPublishing ? "publishing" : "the pipeline";
  const seconds = isPublishing ? slow : behind;
  return `The limit of ${what} was ${partOf(seconds, coreCount, isPublishing)}.`;
}

function partOf(seconds: readonly LoadSample[], coreCount: number, isPublishing: boolean): string {
  const mean = (part: Part) =>
    seconds.reduce((sum, { cores }) => sum + cores[part], 0) / seconds.length;
  const told = (part: Part) => `${mean(part).toFixed(1)} cores`;
  if (mean("machine") > coreCount * BUSY_MACHINE) {
    const rest = mean("machine") - mean("load") - mean("backends") - mean("summary API");
    return (
      `the machine, whose ${coreCount} cores were all busy: load ${told("load")}, ` +
      `backends ${told("backends")}, summary API ${told("summary API")}, ` +
      `broker, Redis, PostgreSQL and whatever else runs here ${rest.toFixed(1)} cores`
    );
  }
  if (isPublishing) {
    if (mean("load") > BUSY_CORE) return `the process of the load (${told("load")})`;
    if (seconds.some(({ isBlocked }) => isBlocked))
      return "the broker, which blocked its publishers";
    return "the broker, whose confirms came no faster";
  }
  if (mean("busiest backend") > BUSY_CORE) {
    return `the backends (the busiest had ${told("busiest backend")}); start more of them`;
  }
  if (mean("summary API") > BUSY_CORE) return `the summary API (${told("summary API")})`;
  return "what the backends wait for: broker, Redis or the database";
}
