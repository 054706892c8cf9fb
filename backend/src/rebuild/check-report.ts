import { maskPlate } from "@boomgate/contracts";
import type { Difference } from "./check-plate.js";
import type { CheckResult } from "./check-store.js";

const SHOWN_AT_MOST = 50;

/** Whether something was compared and nothing differs. */
export const isEqual = ({ plates, differences, unsure }: CheckResult): boolean =>
  plates > 0 && differences.length === 0 && unsure === 0;

/** Lines for a person. @param showPlates - false masks plates and leaves out the ids of events */
export function reportOf(result: CheckResult, showPlates: boolean): readonly string[] {
  const { plates, ledgerReads, storedReads, stays, inFlight, refused, settled, unsure } = result;
  const { differences } = result;
  const more = differences.length - SHOWN_AT_MOST;
  return [
    `compared: ${plates} plates with ${ledgerReads} reads in the ledger, ${storedReads} in Redis, ${stays} stays in the sink`,
    ...(inFlight > 0
      ? [`left out: ${inFlight} plates that changed just now, or whose stays are on their way`]
      : []),
    ...(refused > 0
      ? [`stays not compared: ${refused} plates of which the sink refused a stay`]
      : []),
    ...(settled > 0 ? [`${settled} plates differed at first, and not when looked at again`] : []),
    ...differences.slice(0, SHOWN_AT_MOST).map((difference) => lineOf(difference, showPlates)),
    ...(more > 0 ? [`and ${more} more differences`] : []),
    ...(unsure > 0 ? [`and ${unsure} more plates differ, which were not looked at again`] : []),
    verdictOf(result),
  ];
}

function verdictOf(result: CheckResult): string {
  if (result.plates === 0)
    return "nothing was compared: neither ledger nor Redis nor sink has reads of this time that have settled";
  if (isEqual(result)) return "nothing differs";
  const { size } = new Set(
    result.differences.map(({ key: { lotId, plate } }) => `${plate}:${lotId}`),
  );
  return `${size + result.unsure} plates differ`;
}

function lineOf({ key, read, what }: Difference, showPlates: boolean): string {
  const at = read ? ` of ${new Date(read.atMs).toISOString()}` : "";
  const plate = showPlates ? key.plate : maskPlate(key.plate);
  const id = showPlates && read ? ` (${JSON.stringify(read.id)})` : "";
  return `${plate} in ${JSON.stringify(key.lotId)}${at}${id}: ${what}`;
}

/** For a program. @param showPlates - as of `reportOf` */
export const jsonOfCheck = (result: CheckResult, showPlates: boolean) => ({
  ...result,
  isEqual: isEqual(result),
  differences: result.differences.map(({ key, read, what }) => ({
    lot_id: key.lotId,
    vehicle_plate: showPlates ? key.plate : maskPlate(key.plate),
    ...(read ? { kind: read.kind, date_time: new Date(read.atMs).toISOString() } : {}),
    ...(read && showPlates ? { event_id: read.id } : {}),
    what,
  })),
});
