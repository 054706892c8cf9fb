import { z } from "zod";

const pageSchema = z.object({ stays: z.array(z.unknown()), next_cursor: z.string().nullable() });

/** One page of the list of stays, in which each stay still has to be read. */
export interface StayPage {
  readonly stays: readonly unknown[];
  /** For the next page; null: this is the last. */
  readonly nextCursor: string | null;
}

/** @throws when it is not such a page */
export function readStayPage(text: string): StayPage {
  const { stays, next_cursor } = pageSchema.parse(JSON.parse(text));
  return { stays, nextCursor: next_cursor };
}
