import { z } from "zod";
import { ContractError } from "./contract-error.js";
import { lotId, parseWith } from "./fields.js";
import {
  DEFAULT_FOLDING,
  PLATE_SCRIPTS,
  type PlateFolding,
  plateFolding,
} from "./plate-folding.js";

/** Settings of single lots. A lot without settings has the defaults. */
export interface Lots {
  /** How plates that were read in the lot are compared. */
  foldingOf(lotId: string): PlateFolding;
  /** Lots whose plates are compared in another way than by default. */
  readonly folded: ReadonlyMap<string, PlateFolding>;
}

const SCRIPTS = { error: `must hold names among ${PLATE_SCRIPTS.join(", ")}` };

/** Unknown properties are ignored, as a newer version may know them. */
const lotsSchema = z.object({
  type: z.literal("FeatureCollection", { error: 'must be "FeatureCollection"' }),
  features: z.array(
    z.object(
      {
        type: z.literal("Feature", { error: 'must be "Feature"' }),
        geometry: z.looseObject({}, { error: "must be an object or null" }).nullish(),
        properties: z.object(
          {
            lot_id: lotId,
            plate_scripts: z
              .array(z.enum(PLATE_SCRIPTS, SCRIPTS), SCRIPTS)
              .min(1, SCRIPTS)
              .optional(),
          },
          { error: "must be an object" },
        ),
      },
      { error: "must be an object" },
    ),
    { error: "must be an array" },
  ),
});

const WHAT = "lots file";

/**
 * @param text - a GeoJSON FeatureCollection, each feature a lot: docs/plates.md
 * @throws {ContractError} naming every place that is wrong, without its value
 */
export function parseLots(text: string): Lots {
  const { features } = parseWith(lotsSchema, WHAT, parseJson(text));
  const folded = new Map<string, PlateFolding>();
  const named = new Set<string>();
  for (const [index, { properties }] of features.entries()) {
    const { lot_id, plate_scripts } = properties;
    if (named.has(lot_id)) {
      throw new ContractError(WHAT, [
        `features.${index}.properties.lot_id: is that of a feature before`,
      ]);
    }
    named.add(lot_id);
    const folding = plate_scripts ? plateFolding(plate_scripts) : DEFAULT_FOLDING;
    if (folding !== DEFAULT_FOLDING) folded.set(lot_id, folding);
  }
  return lotsOf(folded);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new ContractError(WHAT, ["must be JSON"]); // the parser's own message would show the text
  }
}

const lotsOf = (folded: ReadonlyMap<string, PlateFolding>): Lots => ({
  foldingOf: (id) => folded.get(id) ?? DEFAULT_FOLDING,
  folded,
});

export const DEFAULT_LOTS = lotsOf(new Map());
