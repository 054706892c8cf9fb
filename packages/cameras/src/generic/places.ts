import type { Tree } from "../tree.js";
import type { Place } from "./mapping.js";

const PLACE = /^#?(?:\/[^/]*)*$/;

/** @returns whether it is a JSON pointer (RFC 6901), perhaps with "#" for the root */
export const isPlace = (text: string): boolean => PLACE.test(text) && !/~(?![01])/.test(text);

/** @returns what lies there; `undefined` when the place does not exist */
export function found(place: Place, item: Tree, root: Tree): Tree {
  let tree = place.startsWith("#") ? root : item;
  for (const name of place.replace(/^#/, "").split("/").slice(1)) {
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof tree !== "object" || tree === null || !Object.hasOwn(tree, key)) return undefined;
    tree = (tree as Readonly<Record<string, unknown>>)[key];
  }
  return tree;
}

/** The first of the places that exists and is not empty; else the first that exists. */
export function firstFound(places: readonly Place[], item: Tree, root: Tree): Tree {
  const values = places
    .map((place) => found(place, item, root))
    .filter((each) => each !== undefined);
  return values.find((each) => each !== null && each !== "") ?? values[0];
}
