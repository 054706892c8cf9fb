/** Everything the API says no with, by its code; a code is never renamed. */
export const PROBLEMS = {
  PARAMETER: { status: 400, title: "A parameter is malformed" },
  BAD_REQUEST: { status: 400, title: "The request is malformed" },
  NOT_JSON: { status: 400, title: "The body is not JSON" },
  UNAUTHORIZED: { status: 401, title: "A token is needed" },
  FORBIDDEN: { status: 403, title: "The token lacks the scope" },
  FOREIGN_HOST: { status: 403, title: "This is not a name of this API" },
  NOT_FOUND: { status: 404, title: "There is nothing here" },
  NO_SUCH_STAY: { status: 404, title: "No such stay" },
  METHOD_NOT_ALLOWED: { status: 405, title: "Another method is needed here" },
  REQUEST_TIMEOUT: { status: 408, title: "The request took too long to arrive" },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large" },
  TOO_MANY_SUMMARIES: { status: 413, title: "More than 1000 summaries" },
  MEDIA_TYPE: { status: 415, title: "Send application/json" },
  CONTENT_ENCODING: { status: 415, title: "The body must not be compressed" },
  EXPECTATION: { status: 417, title: "Only the expectation 100-continue is known" },
  HEADERS_TOO_LARGE: { status: 431, title: "Address and headers are too large" },
  CONTRACT_BROKEN: { status: 422, title: "The summary breaks the contract" },
  STAY_IN_THE_FUTURE: { status: 422, title: "The stay lies in the future" },
  STAY_TOO_OLD: { status: 422, title: "The stay is too old" },
  REVISION_AHEAD: { status: 422, title: "The revision lies in the future" },
  NOT_ITS_STAY: { status: 422, title: "The stay has another exit plate" },
  INTERNAL: { status: 500, title: "The fault is ours" },
  INTAKE_FULL: { status: 503, title: "Not just now" },
  DATABASE_LOCKED: { status: 503, title: "Another program holds a lock on the database" },
  DISK_FULL: { status: 503, title: "The disk is full" },
  DEPENDENCY_UNAVAILABLE: { status: 503, title: "Not just now" },
  TOO_MANY_READERS: { status: 503, title: "Too many readers" },
  TOO_MANY_EXPORTS: { status: 503, title: "Too many exports at the same time" },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Of every operation that needs a token. */
export const ACCESS_PROBLEMS = ["UNAUTHORIZED", "FORBIDDEN", "FOREIGN_HOST"] as const;
/** Of every operation that asks the database. */
export const DATABASE_PROBLEMS = [
  "DEPENDENCY_UNAVAILABLE",
  "DATABASE_LOCKED",
  "DISK_FULL",
  "INTERNAL",
] as const;

/** RFC 9457 wants a URI; this one is only a name. */
export const problemTypeOf = (code: string): string =>
  `urn:boomgate:problem:${code.toLowerCase().replaceAll("_", "-")}`;
