import { RepeatedWork, type Running } from "@boomgate/platform/lifecycle";

const PAUSE_MS = 500;
const VISIT_MS = 2_000;

/** Sends the entry and the exit of a car to a gateway, twice a second, and beside them an event that it refuses. */
export function startGatewayTraffic(gatewayUrl: string): Running {
  let cars = 0;
  const visit = async (): Promise<void> => {
    cars += 1;
    const plate = `GATE${cars}`;
    const now = Date.now();
    const events = [
      { vehicle_plate: plate, entry_date_time: new Date(now - VISIT_MS).toISOString() },
      { vehicle_plate: plate, exit_date_time: new Date(now).toISOString() },
      { vehicle_plate: plate },
    ];
    // While it is away, its traffic is.
    await fetch(`${gatewayUrl}/api/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(events),
    }).catch(() => undefined);
  };
  const traffic = new RepeatedWork(visit, () => PAUSE_MS);
  traffic.start();
  return traffic;
}
