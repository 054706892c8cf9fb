import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { CameraProblemCode } from "../camera-reading.js";
import type { Tree } from "../tree.js";

/** Messages have some hundred elements; the parser takes a second for 300,000. */
const MAX_ELEMENTS = 10_000;
const MAX_QUOTES = 20_000;
const MAX_DEPTH = 50;

const DEFINES_ENTITIES = /<!(?:DOCTYPE|ENTITY)/i;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: true, // without a document type only &amp; and the like exist
  maxNestedTags: MAX_DEPTH,
});

/** @returns the tree, or why there is none */
export function parseXml(
  text: string,
): { readonly tree: Tree } | { readonly code: CameraProblemCode } {
  if (DEFINES_ENTITIES.test(text)) return { code: "XML_DOCTYPE" };
  if (isMoreThan(MAX_ELEMENTS, text, "<")) return { code: "XML_TOO_LARGE" };
  if (isMoreThan(MAX_QUOTES, text, '"') || isMoreThan(MAX_QUOTES, text, "'")) {
    return { code: "XML_TOO_LARGE" };
  }
  try {
    // The parser alone takes what was cut off.
    if (XMLValidator.validate(text) !== true) return { code: "XML_BROKEN" };
    return { tree: parser.parse(text) as Tree };
  } catch (error) {
    const isDeep = error instanceof Error && error.message.includes("nested tags");
    return { code: isDeep ? "XML_TOO_LARGE" : "XML_BROKEN" };
  }
}

function isMoreThan(max: number, text: string, character: string): boolean {
  let count = 0;
  for (let from = text.indexOf(character); from !== -1; from = text.indexOf(character, from + 1)) {
    count += 1;
    if (count > max) return true;
  }
  return false;
}
