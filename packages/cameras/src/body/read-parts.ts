import { Busboy, type BusboyInstance } from "@fastify/busboy";

/** One part of a multipart or form body that may hold a document. */
export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** The body ended early or is not made of parts; those before are whole. */
  readonly isBroken: boolean;
}

/** A message has a document and some pictures. */
const LIMITS = {
  parts: 64,
  headerPairs: 32,
  fieldNameSize: 256,
  fieldSize: 4 * 2 ** 20,
  fileSize: 16 * 2 ** 20,
};

const PICTURE = /^(?:image|video|audio)\//i;

/**
 * Pictures are dropped unread; a part that was cut off by a limit or by the end of the body is left out.
 * @param contentType - multipart/form-data or application/x-www-form-urlencoded
 * @param chunks - the body, cut anywhere
 */
export function readParts(contentType: string, chunks: Iterable<Uint8Array>): Promise<Parts> {
  return new Promise((resolve) => {
    const parts: Part[] = [];
    let isBroken = false;
    let isFull = false;
    const take = (name: string, bytes: Uint8Array, isCut: boolean): void => {
      if (isCut) isBroken = true;
      else parts.push({ name, bytes });
    };
    const fail = (): void => {
      isBroken = true;
    };
    const reader = openReader(contentType);
    if (reader === undefined) {
      resolve({ parts, isBroken: true });
      return;
    }
    reader.on("field", (name, value, isNameCut, isCut) =>
      take(name, Buffer.from(value), isNameCut || isCut),
    );
    reader.on("file", (name, file, _filename, _encoding, type) => {
      file.on("error", fail);
      if (PICTURE.test(type)) {
        file.resume();
        return;
      }
      const held: Uint8Array[] = [];
      file.on("data", (chunk: Uint8Array) => held.push(chunk));
      file.on("end", () => take(name, Buffer.concat(held), file.truncated));
    });
    for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
      reader.on(limit, () => (isBroken = isFull = true));
    }
    reader.on("error", fail);
    // After an error as well; nothing is read from a socket here, so it always comes.
    reader.on("close", () => resolve({ parts, isBroken }));
    reader.on("finish", () => resolve({ parts, isBroken }));
    for (const chunk of chunks) {
      if (!isFull) reader.write(chunk);
    }
    reader.end();
  });
}

function openReader(contentType: string): BusboyInstance | undefined {
  try {
    return new Busboy({ headers: { "content-type": contentType }, limits: LIMITS });
  } catch {
    return undefined; // no boundary
  }
}
