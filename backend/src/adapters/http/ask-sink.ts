import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import { TimeLimitError } from "@boomgate/platform/lifecycle";
import type { AxiosInstance, AxiosRequestConfig } from "axios";

/** The answer of a sink. Only the status can be relied on. */
export interface SinkAnswer {
  readonly status: number;
  /** Without a byte order mark. */
  readonly text: string;
  /** False when the answer is longer than the limit, or not UTF-8. */
  readonly isWhole: boolean;
  readonly headers: unknown;
}

interface AnswerLimits {
  /** For the whole call: connecting, sending, waiting, and the last byte of the answer. */
  readonly timeoutMs: number;
  /** How much of an answer is read at most, after decompression. */
  readonly mostBytes: number;
}

/**
 * One request to the sink. `http` must throw for no status.
 * @throws {TimeLimitError} @throws what the connection failed with
 */
export async function askSink(
  http: AxiosInstance,
  request: AxiosRequestConfig,
  { timeoutMs, mostBytes }: AnswerLimits,
): Promise<SinkAnswer> {
  const giveUp = new AbortController();
  let stream: Readable | undefined;
  const timer = setTimeout(() => {
    const tooLate = new TimeLimitError("the call of the sink", timeoutMs);
    giveUp.abort(tooLate);
    stream?.destroy(tooLate);
  }, timeoutMs);
  try {
    const { status, headers, data } = await http.request<Readable>({
      ...request,
      // As a stream: the length limit of the library would drop the status.
      responseType: "stream",
      signal: giveUp.signal,
    });
    stream = data;
    return { status, headers, ...(await readText(data, mostBytes)) };
  } catch (error) {
    throw giveUp.signal.aborted ? giveUp.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** With listeners: an iterator over the stream costs a tenth more CPU for each POST. */
function readText(stream: Readable, mostBytes: number) {
  return new Promise<Pick<SinkAnswer, "text" | "isWhole">>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const done = () => {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      const text = decoder.decode(bytes.subarray(0, mostBytes));
      resolve({ text, isWhole: length <= mostBytes && isUtf8(bytes) });
    };
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= mostBytes) return;
      done();
      stream.destroy(); // closes the connection, too
    });
    stream.on("end", done);
    stream.on("error", reject);
    stream.on("close", () => reject(new Error("the connection ended before the answer did")));
  });
}

const decoder = new TextDecoder("utf-8"); // removes a byte order mark
