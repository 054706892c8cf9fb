import fc from "fast-check";
import { readRecording } from "./read-recording.js";

/** Events as a recorder writes them, with text that is hard to divide. */
const aRecord = () =>
  fc
    .record({
      isExit: fc.boolean(),
      atMs: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
      note: fc.string({
        unit: fc.constantFrom(...'{}[]",:\\ \n\r\u2028\u2029\u0085\u00a0\ufeff\u001e\u0000é🚗aß1'),
      }),
      candidates: fc.array(fc.record({ plate: fc.constant("AB123CD"), note: fc.string() })),
    })
    .map(({ isExit, atMs, ...others }) => ({
      vehicle_plate: "AB123CD",
      [isExit ? "exit_date_time" : "entry_date_time"]: new Date(atMs).toISOString(),
      ...others,
    }));

export const someEvents = () =>
  fc
    .array(aRecord(), { maxLength: 6 })
    .map((events) => events.map((event, index) => ({ id: `e${index}`, ...event })));

/** Bytes in chunks of the lengths, the last of which are repeated. */
export async function* inChunks(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, nth = 0; at < bytes.length; nth += 1) {
    const length = lengths[nth % lengths.length] ?? bytes.length;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

export const someChunks = () =>
  fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

/** What a recording holds: ids of events with their line, problems with theirs, and how it ended. */
export async function contentOf(bytes: Buffer | string, lengths: readonly number[] = [65_536]) {
  const ids: string[] = [];
  const bodies: unknown[] = [];
  const problems: string[] = [];
  let fault: string | undefined;
  try {
    for await (const read of readRecording(inChunks(Buffer.from(bytes), lengths))) {
      const lines = read.line === read.lastLine ? `${read.line}` : `${read.line}-${read.lastLine}`;
      if ("problem" in read) problems.push(`${lines}: ${read.problem}`);
      else {
        ids.push(`${read.event.id}@${lines}`);
        bodies.push(JSON.parse(read.body.toString()));
      }
    }
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  return { ids, bodies, problems, fault };
}
