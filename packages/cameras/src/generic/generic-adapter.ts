import { type AdapterInput, type CameraAdapter, type Found, problem } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import type { VendorName } from "../settings/vendor-names.js";
import type { ReadTime } from "../time/camera-clock.js";
import { isObject, listOf, someText, type Tree } from "../tree.js";
import type { Condition, GenericMapping, Place } from "./mapping.js";
import { found, firstFound } from "./places.js";

/** Reads documents by a mapping. A place of the mapping that does not exist is a problem, not "no plate". */
export const createGenericAdapter = (
  vendor: VendorName,
  mapping: GenericMapping,
  needs: NonNullable<CameraAdapter["needs"]> = [],
): CameraAdapter => ({
  vendor,
  needs,
  read(tree, input) {
    const { heartbeat, passages } = mapping;
    if (heartbeat && isMet(heartbeat, tree, tree)) return [{ kind: "heartbeat" }];
    const items = passages === undefined ? tree : found(passages, tree, tree);
    if (items === undefined) return problem("UNKNOWN_FORM", passages ?? "body");
    return listOf(items).map((item, index) => readItem(mapping, item, index, tree, input));
  },
});

function readItem(
  mapping: GenericMapping,
  item: Tree,
  index: number,
  root: Tree,
  input: AdapterInput,
): Found {
  const get = (places: readonly Place[] | undefined) => firstFound(places ?? [], item, root);
  if (!isObject(item)) return { kind: "problem", code: "UNKNOWN_FORM", detail: "passages" };
  if (mapping.only && !isMet(mapping.only, item, root))
    return { kind: "skipped", code: "OTHER_EVENT" };
  const { confidence } = mapping;
  return {
    kind: "passage",
    facts: {
      id: someText(get(mapping.id)),
      // Passages of one message may have one time.
      marks: [
        ...(mapping.lane ?? []).map((place) => found(place, item, root)),
        ...(index > 0 ? [index] : []),
      ],
      plate: get(mapping.plate),
      time: timeOf(mapping.time, item, root, input),
      confidence:
        confidence && confidenceOf(get(confidence.at), confidence.max, input.camera.confidenceMax),
      direction: someText(get(mapping.direction)),
      region: someText(get(mapping.region)),
      candidates: mapping.candidates ? listOf(found(mapping.candidates, item, root)) : undefined,
    },
  };
}

function timeOf(
  { at, clock: timeOfDay, as, isUtc }: GenericMapping["time"],
  item: Tree,
  root: Tree,
  { clock }: AdapterInput,
): ReadTime {
  const value = firstFound(at, item, root);
  const field = at.join(" or ");
  if (as !== "text") return clock.epoch(value, as, field);
  const zone = isUtc ? "UTC" : undefined;
  if (timeOfDay === undefined) return clock.written(value, field, zone);
  const [date, time] = [someText(value), someText(found(timeOfDay, item, root))];
  const isWhole = date !== undefined && time !== undefined;
  return clock.written(isWhole ? `${date} ${time}` : undefined, `${field}, ${timeOfDay}`, zone);
}

function isMet({ at, is }: Condition, item: Tree, root: Tree): boolean {
  const value = found(at, item, root);
  const text = typeof value === "boolean" ? String(value) : someText(value);
  return text !== undefined && is.some((each) => each.toLowerCase() === text.toLowerCase());
}
