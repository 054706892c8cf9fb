import { sql } from "kysely";
import type { ErasedMarks } from "../erased-marks.js";

/** One writer at a time: the list of what was erased is enough. */
export const sqliteErasedMarks: ErasedMarks = {
  mark: async () => undefined,
  isMarked: sql<boolean>`1 = 1`,
};
