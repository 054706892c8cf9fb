import type { Act } from "./act.js";
import { brokerActs } from "./broker-acts.js";
import { serviceActs } from "./service-acts.js";

/** Faults that lose no event and end no process that counts: after them the books have to balance. */
export const harmlessActs: readonly Act[] = [
  {
    ...serviceActs.redisAway,
    meanwhile: [brokerActs.garbage, brokerActs.diskLow, serviceActs.rollupsLocked],
  },
  serviceActs.databaseAway,
  serviceActs.redisEmptied,
  brokerActs.memoryAlarm,
];

export const harmfulActs: readonly Act[] = [
  // Alone: a generator that starts binds the queues anew.
  brokerActs.thief,
  brokerActs.lostExits,
  brokerActs.forged,
  brokerActs.unroutable,
  serviceActs.oneBackendGone,
  serviceActs.exitGeneratorGone,
  serviceActs.backendsKilled,
];

const nested = (act: Act): readonly Act[] => [act, ...(act.meanwhile ?? []).flatMap(nested)];

/** Each alone, whatever they happen beside. */
export const allActs: readonly Act[] = [...harmlessActs, ...harmfulActs]
  .flatMap(nested)
  .map((act) => ({ ...act, meanwhile: [] }));

export const alertsOf = ({ during, after = [] }: Act): readonly string[] => [...during, ...after];
