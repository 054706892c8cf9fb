import type { Lots } from "./lots.js";
import { DEFAULT_FOLDING } from "./plate-folding.js";
import { normalisePlate } from "./plate.js";

/** A plate as some lots compare it. */
export interface SoughtPlate {
  readonly plate: string;
  /** All lots when left out. */
  readonly lots?: LotScope;
}

export type LotScope =
  | { readonly only: readonly string[] }
  | { readonly except: readonly string[] };

/**
 * What one has to look for to find a plate in every lot: where lots compare it in different ways, in each lot
 * only what it is there. The same text may be another car elsewhere.
 * @param raw - any spelling
 * @param lotId - looks only there
 * @returns empty when it is no plate anywhere
 */
export function soughtPlates(raw: string, lots: Lots, lotId?: string): readonly SoughtPlate[] {
  if (lotId !== undefined) return found(normalisePlate(raw, lots.foldingOf(lotId)));
  const byDefault = normalisePlate(raw, DEFAULT_FOLDING);
  const others = new Map<string, string[]>();
  const except: string[] = [];
  for (const [lot, folding] of lots.folded) {
    const plate = normalisePlate(raw, folding);
    if (plate === byDefault) continue;
    except.push(lot);
    if (plate !== undefined) others.set(plate, [...(others.get(plate) ?? []), lot]);
  }
  if (except.length === 0) return found(byDefault);
  return [
    ...(byDefault === undefined ? [] : [{ plate: byDefault, lots: { except } }]),
    ...[...others].map(([plate, only]) => ({ plate, lots: { only } })),
  ];
}

const found = (plate: string | undefined): readonly SoughtPlate[] =>
  plate === undefined ? [] : [{ plate }];

/** Whether a stay in a lot is of the plate. */
export const isSoughtStay = (
  { plate, lots }: SoughtPlate,
  stay: { readonly plate: string; readonly lotId: string },
): boolean => stay.plate === plate && (lots === undefined || isWithin(lots, stay.lotId));

const isWithin = (lots: LotScope, lotId: string) =>
  "only" in lots ? lots.only.includes(lotId) : !lots.except.includes(lotId);
