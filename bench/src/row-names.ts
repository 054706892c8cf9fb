/** Names of rows that results and marks refer to. */
export const CEILING_NAME = "ceiling: parse and ack";
export const BOOMGATE = "Boomgate, one backend";
export const PACKED_NAME = "Boomgate, one backend, arrays of 100 events";
export const TWO_BACKENDS_NAME = "Boomgate, two backends";
export const ONE_AT_A_TIME_NAME = "one message at a time";
