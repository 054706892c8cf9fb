import { type BadRecord, readRecord, type RecordedEvent } from "./read-record.js";
import { RecordSplitter } from "./record-splitter.js";
import { utf8Bytes } from "./utf8-bytes.js";

/**
 * The records of a recording in their order. Reads UTF-8 and UTF-16, gzip, lines, JSON arrays and text sequences;
 * holds one record in memory.
 * @throws {UnreadableRecordingError} after all records before the error
 */
export async function* readRecording(
  source: AsyncIterable<Buffer>,
): AsyncGenerator<RecordedEvent | BadRecord> {
  const splitter = new RecordSplitter();
  try {
    for await (const chunk of utf8Bytes(source)) {
      for (const raw of splitter.push(chunk)) yield* readRecord(raw);
    }
  } catch (error) {
    for (const raw of splitter.end()) yield* readRecord(raw);
    throw error;
  }
  for (const raw of splitter.end()) yield* readRecord(raw);
}
