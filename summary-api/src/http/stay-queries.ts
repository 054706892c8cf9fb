import { cursor, instant, limit, lot, oneOf, parameters, plate } from "./parameters.js";

const filters = {
  plate: plate.optional().describe("Any spelling, or a hash as `vehicle_plate` has it"),
  lot: lot.optional(),
  status: oneOf("closed", "void").optional(),
  from: instant.optional().describe("Exit at or after this instant"),
  to: instant.optional().describe("Exit before this instant"),
};

/** Of an export. */
export const exportQuery = parameters(filters);

export const csvQuery = parameters({
  ...exportQuery.shape,
  excel: oneOf("true", "false")
    .optional()
    .describe(
      'For Excel: a byte order mark, and plates, lots, ids and long numbers as formulas that are a text, ="0012345". For programs leave it out.',
    ),
});

export const listQuery = parameters({
  ...filters,
  limit,
  cursor: cursor.optional().describe("`next_cursor` of the page before"),
});
