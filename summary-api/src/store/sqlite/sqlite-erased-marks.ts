import { sql } from "kysely";
import type { ErasedMarks } from "../erased-marks.js";

/** SQLite has one writer at a time, so the list of erased ids is enough and nothing needs a mark. */
export const sqliteErasedMarks: ErasedMarks = {
  mark: async () => undefined,
  isMarked: sql<boolean>`1 = 1`,
};
