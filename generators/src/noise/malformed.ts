/** What cameras write as the plate when they read none. */
const UNREAD = [null, "", "unknown", "--", "0000000", "unlicensed"];

/** A body that is no valid event any more; `draw` decides what is wrong with it. */
export function malformed(body: Buffer, draw: number): Buffer {
  const wire = JSON.parse(body.toString()) as Record<string, unknown>;
  const timeName = "exit_date_time" in wire ? "exit_date_time" : "entry_date_time";
  const kinds: readonly (() => Buffer)[] = [
    () => body.subarray(0, Math.floor(body.length * 0.6)),
    () => json({ ...wire, vehicle_plate: UNREAD[Math.floor(draw / kinds.length) % UNREAD.length] }),
    () => json({ ...wire, [timeName]: undefined }),
    () => json({ ...wire, [timeName]: "31.12.2025 23:59" }),
    () => json({ ...wire, id: null }),
    () => Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
  ];
  return (kinds[draw % kinds.length] as () => Buffer)();
}

const json = (value: object) => Buffer.from(JSON.stringify(value));
