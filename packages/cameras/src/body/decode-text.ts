const DECLARED = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/;

/**
 * UTF-8 or UTF-16 by the bytes themselves, else the encoding that the sender names.
 * @param charset - of the content type
 * @returns `undefined` when the bytes are no text in any of these
 */
export function decodeText(bytes: Uint8Array, charset?: string): string | undefined {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return decodeAs(utf16, bytes);
  const text = decodeAs("utf-8", bytes);
  if (text !== undefined) return text;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256));
  const named = charset ?? DECLARED.exec(start.toString("latin1").trimStart())?.[1];
  return named === undefined ? undefined : decodeAs(named, bytes);
}

/** By the byte order mark, or by the zero beside the first character, which is "<", "{" or "[". */
function utf16Of([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first !== 0 && second === 0) return "utf-16le";
  return first === 0 && second !== 0 ? "utf-16be" : undefined;
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // an unknown encoding, or bytes that are none of its characters
  }
}
