import { type PlateCandidate, readCandidates, readConfidence } from "./candidates.js";
import { canonicalName, isPlainName } from "./lot-name.js";
import type { Lots } from "./lots.js";

export const DEFAULT_LOT_ID = "main";

/** Optional fields of an event; a closed set, as each is a label of a metric. */
export const OPTIONAL_FIELDS = ["lot_id", "gate_id", "confidence", "candidates"] as const;
export type OptionalField = (typeof OPTIONAL_FIELDS)[number];

export interface OptionalValues {
  readonly lotId: string;
  readonly gateId: string | undefined;
  readonly confidence: number | undefined;
  readonly candidates: readonly PlateCandidate[] | undefined;
  /** Fields that were given with a value that cannot be read; `undefined` when there is none, as nearly always. */
  readonly ignored: readonly OptionalField[] | undefined;
}

/** Never refuses: a field that is null, of another type or nonsense counts as absent. */
export function readOptionalFields(
  fields: Readonly<Record<string, unknown>>,
  lots: Lots,
): OptionalValues {
  const { lot_id, gate_id, confidence, candidates } = fields;
  const lotId = lot_id === undefined ? DEFAULT_LOT_ID : readName(lot_id);
  const gateId = readName(gate_id);
  const share = readConfidence(confidence);
  const list =
    candidates === undefined
      ? undefined
      : readCandidates(candidates, lots.foldingOf(lotId ?? DEFAULT_LOT_ID));
  let ignored: OptionalField[] | undefined;
  if (lotId === undefined) (ignored ??= []).push("lot_id");
  if (gateId === undefined && gate_id !== undefined) (ignored ??= []).push("gate_id");
  if (share === undefined && confidence !== undefined) (ignored ??= []).push("confidence");
  if (candidates !== undefined && list?.isPartial !== false) (ignored ??= []).push("candidates");
  return {
    lotId: lotId ?? DEFAULT_LOT_ID,
    gateId,
    confidence: share,
    candidates: list && list.candidates.length > 0 ? list.candidates : undefined,
    ignored,
  };
}

const readName = (value: unknown): string | undefined =>
  isPlainName(value) ? value : typeof value === "string" ? canonicalName(value) : undefined;
