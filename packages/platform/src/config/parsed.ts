import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Setting } from "./settings.js";

interface Options<T> {
  /** @throws {Error} with a sentence that names what is wrong, and never a value */
  readonly parse: (text: string) => T;
  readonly doc: string;
}

/** Text with a format of its own, read by `parse`; may be left out. @param format - shown in the catalogue */
export const parsed = <T>(format: string, { parse, doc }: Options<T>): Setting<T | undefined> =>
  settingOf(format, doc, parse);

/** The path of a file that is read and parsed once, at the start; may be left out. */
export const parsedFile = <T>({ parse, doc }: Options<T>): Setting<T | undefined> =>
  settingOf("path", doc, (path) => parse(readText(path)));

/** A file as it was at the start, for a `RereadFile`. */
export interface FileAtStart<T> {
  readonly path: string;
  readonly text: string;
  readonly value: T;
}

/** The path of a file that is read and parsed at the start, and may change later; may be left out. */
export const rereadFile = <T>({ parse, doc }: Options<T>): Setting<FileAtStart<T> | undefined> =>
  settingOf("path", doc, (path) => {
    const text = readText(path);
    return { path, text, value: parse(text) };
  });

function settingOf<T>(
  format: string,
  doc: string,
  read: (value: string) => T,
): Setting<T | undefined> {
  const schema = z.string().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      const message = error instanceof Error ? error.message : "is malformed";
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
  });
  return { schema, fallback: undefined, required: false, doc, format };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`cannot be read (${code ?? "unknown error"})`, { cause: error });
  }
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new Error("must be UTF-8", { cause: error });
  }
}
