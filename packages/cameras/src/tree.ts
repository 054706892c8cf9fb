/** A parsed document: JSON, or XML in the same form (attributes as "@name", repeated elements as lists). */
export type Tree = unknown;

/** @returns what lies under these names; `undefined` when one of them does not exist */
export function at(tree: Tree, ...names: readonly string[]): Tree {
  let found: Tree = tree;
  for (const name of names) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

export const isObject = (tree: Tree): tree is Readonly<Record<string, unknown>> =>
  typeof tree === "object" && tree !== null && !Array.isArray(tree);

/** A single element of XML is no list: it becomes one. Nothing becomes an empty list. */
export const listOf = (tree: Tree): readonly Tree[] =>
  tree === undefined || tree === null || tree === "" ? [] : Array.isArray(tree) ? tree : [tree];

/** @returns the trimmed text of a text or number, "" for null; `undefined` for anything else */
export function textOf(tree: Tree): string | undefined {
  if (typeof tree === "string") return tree.trim();
  if (typeof tree === "number" && Number.isFinite(tree)) return String(tree);
  if (tree === null) return "";
  // XML: an element with attributes.
  return isObject(tree) && typeof tree["#text"] === "string" ? tree["#text"].trim() : undefined;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?$/;

/** @returns the number of 93, "93" or "93.5"; `undefined` for anything else */
export function numberOf(tree: Tree): number | undefined {
  if (typeof tree === "number") return Number.isFinite(tree) ? tree : undefined;
  const text = textOf(tree);
  return text !== undefined && text.length <= 40 && NUMBER.test(text) ? Number(text) : undefined;
}

/** @returns the text; `undefined` also where it is empty */
export const someText = (tree: Tree): string | undefined => textOf(tree) || undefined;
