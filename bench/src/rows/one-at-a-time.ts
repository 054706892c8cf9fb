import { stayIdOf } from "@boomgate/contracts";
import { type ConsumeMessage, connect } from "amqplib";
import axios from "axios";
import { createClient } from "redis";

// The usual first design: SET the entry; at the exit GET, DEL and one POST; ack. Prints the number of processed events.

const env = process.env as Readonly<Record<string, string>>;
const prefix = env["STORE_KEY_PREFIX"] ?? "";
const redis = createClient({ url: env["REDIS_URL"] ?? "" });
await redis.connect();
const connection = await connect(env["AMQP_URL"] ?? "", { noDelay: true });
let done = 0;

const consume = async (queue: string, handle: (event: Record<string, string>) => Promise<void>) => {
  const channel = await connection.createChannel();
  await channel.prefetch(1);
  const take = async (message: ConsumeMessage | null) => {
    if (message === null) return;
    await handle(JSON.parse(message.content.toString()) as Record<string, string>);
    channel.ack(message);
    done += 1;
  };
  await channel.consume(queue, (message) => void take(message));
};

await consume(env["ENTRY_QUEUE"] ?? "", async (entry) => {
  await redis.set(`${prefix}${entry["vehicle_plate"]}`, JSON.stringify(entry));
});
await consume(env["EXIT_QUEUE"] ?? "", async (exit) => {
  const key = `${prefix}${exit["vehicle_plate"]}`;
  const text = await redis.get(key);
  if (text === null) return;
  await redis.del(key);
  const entry = JSON.parse(text) as Record<string, string>;
  const enteredMs = Date.parse(entry["entry_date_time"] ?? "");
  const leftMs = Date.parse(exit["exit_date_time"] ?? "");
  const seconds = Math.max(0, leftMs - enteredMs) / 1_000;
  await axios.post(env["SUMMARY_URL"] ?? "", {
    stay_id: stayIdOf({
      lotId: "main",
      exitEventId: exit["id"] ?? "",
      exitedAt: new Date(leftMs),
    }),
    revision: 1,
    status: "closed",
    lot_id: "main",
    vehicle_plate: exit["vehicle_plate"],
    exit_plate: exit["vehicle_plate"],
    entry_event_id: entry["id"],
    exit_event_id: exit["id"],
    entry_date_time: entry["entry_date_time"],
    exit_date_time: exit["exit_date_time"],
    duration_seconds: seconds,
    duration: `PT${seconds}S`,
  });
});
setInterval(() => process.stdout.write(`${done}\n`), 20);
process.on("SIGTERM", () => process.exit(0));
