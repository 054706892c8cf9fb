import type { AlertFault } from "./alert-fault.js";
import { brokerFaults } from "./broker-faults.js";
import { cameraFault } from "./camera-fault.js";
import { serviceFaults } from "./service-faults.js";

/** Faults that lose no event and end no process with counters: after them the counts of events have to add up. */
export const harmlessFaults: readonly AlertFault[] = [
  {
    ...serviceFaults.redisAway,
    meanwhile: [brokerFaults.garbage, brokerFaults.diskLow, serviceFaults.rollupsLocked],
  },
  serviceFaults.databaseAway,
  serviceFaults.redisEmptied,
  brokerFaults.memoryAlarm,
  cameraFault,
];

export const harmfulFaults: readonly AlertFault[] = [
  // None of these runs beside another, as a starting generator restores all bindings.
  brokerFaults.otherConsumer,
  brokerFaults.lostExits,
  brokerFaults.forged,
  brokerFaults.unroutable,
  serviceFaults.oneBackendGone,
  serviceFaults.exitGeneratorGone,
  serviceFaults.backendsKilled,
];

const nested = (fault: AlertFault): readonly AlertFault[] => [
  fault,
  ...(fault.meanwhile ?? []).flatMap(nested),
];

/** All faults, without those that run beside them. */
export const allFaults: readonly AlertFault[] = [...harmlessFaults, ...harmfulFaults]
  .flatMap(nested)
  .map((fault) => ({ ...fault, meanwhile: [] }));

export const alertsOf = ({ during, after = [] }: AlertFault): readonly string[] => [
  ...during,
  ...after,
];
