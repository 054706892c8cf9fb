import { createGunzip, type Gunzip } from "node:zlib";
import { UnreadableRecordingError } from "./unreadable-recording.js";

/** Bytes unpacked at once; they become a thousand times as many at most. */
const PIECE_BYTES = 4_096;

/**
 * Unpacks gzip data of one or several members. What was unpacked before an error is yielded first.
 * @throws {UnreadableRecordingError} when the data is damaged, cut off or followed by other bytes
 */
export async function* gunzipped(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const unpacked: Buffer[] = [];
  gunzip.on("data", (bytes: Buffer) => void unpacked.push(bytes));
  const failed = new Promise<Error>((resolve) => void gunzip.on("error", resolve));
  const isOver = () => gunzip.readableEnded;
  let taken = 0;
  try {
    for await (const piece of inPieces(source)) {
      const error = await Promise.race([failed, written(gunzip, piece)]);
      yield* unpacked.splice(0);
      if (error) throw damaged(error);
      taken += piece.length;
      // zlib ends at zeros, with which tapes fill their blocks, and reads nothing after them.
      const left = taken - gunzip.bytesWritten;
      if (piece.subarray(Math.max(piece.length - left, 0)).some((byte) => byte !== 0)) {
        throw new UnreadableRecordingError("other bytes follow the gzip data");
      }
    }
    const ended = new Promise<undefined>(
      (resolve) => void gunzip.on("end", () => resolve(undefined)),
    );
    gunzip.end();
    const error = isOver() ? undefined : await Promise.race([failed, ended]);
    yield* unpacked.splice(0);
    if (error) throw damaged(error);
  } finally {
    gunzip.destroy();
  }
}

const written = (gunzip: Gunzip, piece: Buffer): Promise<undefined> =>
  new Promise((resolve) => void gunzip.write(piece, () => resolve(undefined)));

async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      yield chunk.subarray(at, at + PIECE_BYTES);
    }
  }
}

function damaged(error: NodeJS.ErrnoException): UnreadableRecordingError {
  const problem =
    error.code === "Z_BUF_ERROR"
      ? "the gzip data is cut off: its end is missing"
      : `the gzip data is damaged (${error.message})`;
  return new UnreadableRecordingError(problem, { cause: error });
}
