import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves metrics like those of a backend that settles 40 events a second, most of them within 5 ms. */
export async function startBackendStandIn(
  openCount: () => number,
): Promise<{ readonly url: string; stop(): void }> {
  const startedMs = Date.now();
  const server = createServer((_request, response) => {
    const settled = Math.round(((Date.now() - startedMs) / 1_000 + 60) * 40);
    const buckets = [
      ...[
        [0.002, 0.22],
        [0.003, 0.55],
        [0.005, 0.91],
        [0.01, 0.97],
        [0.02, 0.995],
      ],
      [Infinity, 1],
    ];
    response.end(
      [
        ...buckets.map(
          ([bound, share = 1]) =>
            `parking_event_processing_seconds_bucket{le="${bound === Infinity ? "+Inf" : bound}"} ${Math.round(settled * share)}`,
        ),
        `process_start_time_seconds ${startedMs / 1_000 - 200_000}`,
        `parking_lot_occupancy{lot="main"} ${openCount()}`,
        `parking_reads{fate="unmatched"} 37`,
        `parking_events_in_hand{event_type="entry"} 3`,
        `parking_queue_messages{queue="vehicle_entries"} 4`,
        `parking_queue_messages{queue="vehicle_exits"} 9`,
        `parking_queue_messages{queue="parking.parked"} 0`,
        "",
      ].join("\n"),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/metrics`, stop: () => void server.close() };
}
