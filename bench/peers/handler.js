import { stayIdOf } from "@boomgate/contracts";
import axios from "axios";
import { createClient } from "redis";

// The handler of each framework, the same as in the row "one message at a time": SET the entry; at the exit GET, DEL and
// one POST.

/** @param {Record<string, string>} env */
export async function createHandler({ REDIS_URL, STORE_KEY_PREFIX, SUMMARY_URL }) {
  const redis = createClient({ url: REDIS_URL });
  await redis.connect();
  const keyOf = (event) => `${STORE_KEY_PREFIX}${event.vehicle_plate}`;
  return {
    async entry(entry) {
      await redis.set(keyOf(entry), JSON.stringify(entry));
    },
    async exit(exit) {
      const text = await redis.get(keyOf(exit));
      if (text === null) return;
      await redis.del(keyOf(exit));
      await axios.post(SUMMARY_URL, summaryOf(JSON.parse(text), exit));
    },
  };
}

function summaryOf(entry, exit) {
  const exitedAt = new Date(exit.exit_date_time);
  const seconds = (exitedAt.getTime() - Date.parse(entry.entry_date_time)) / 1_000;
  return {
    stay_id: stayIdOf({ lotId: "main", exitEventId: exit.id, exitedAt }),
    revision: 1,
    status: "closed",
    lot_id: "main",
    vehicle_plate: exit.vehicle_plate,
    exit_plate: exit.vehicle_plate,
    entry_event_id: entry.id,
    exit_event_id: exit.id,
    entry_date_time: entry.entry_date_time,
    exit_date_time: exit.exit_date_time,
    duration_seconds: seconds,
    duration: `PT${seconds}S`,
  };
}
