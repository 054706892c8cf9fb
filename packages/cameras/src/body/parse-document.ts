import type { CameraProblemCode } from "../camera-reading.js";
import type { Tree } from "../tree.js";
import { decodeText } from "./decode-text.js";
import { parseXml } from "./parse-xml.js";

/** What one body, or one part of it, holds. */
export type Document =
  | { readonly kind: "tree"; readonly tree: Tree }
  /** Neither JSON nor XML: "online". */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "problem"; readonly code: CameraProblemCode };

/** JSON or XML by its first character, whatever the content type says. */
export function parseDocument(bytes: Uint8Array, charset?: string): Document {
  const decoded = decodeText(bytes, charset);
  if (decoded === undefined) return { kind: "problem", code: "BODY_NOT_TEXT" };
  const text = decoded.replace(/^\ufeff/, "").trim();
  if (text.startsWith("<")) {
    const parsed = parseXml(text);
    return "tree" in parsed
      ? { kind: "tree", tree: parsed.tree }
      : { kind: "problem", code: parsed.code };
  }
  if (!text.startsWith("{") && !text.startsWith("[")) return { kind: "text", text };
  try {
    return { kind: "tree", tree: JSON.parse(text) as Tree };
  } catch {
    return { kind: "problem", code: "JSON_BROKEN" };
  }
}
