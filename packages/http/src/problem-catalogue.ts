/** One kind of problem that an API answers with (RFC 9457). */
export interface ProblemKind<Code extends string = string> {
  /** Upper case, never renamed: clients compare it. */
  readonly code: Code;
  readonly status: number;
  readonly title: string;
}

type Entries = Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** @returns the same entries, each with its key as its `code` */
export function defineProblems<const T extends Entries>(entries: T) {
  return Object.fromEntries(
    Object.entries(entries).map(([code, entry]) => [code, { code, ...entry }]),
  ) as { readonly [Code in keyof T & string]: ProblemKind<Code> & T[Code] };
}

/** Of every API here; each service adds its own kinds to them. */
export const HTTP_PROBLEMS = defineProblems({
  PARAMETER: { status: 400, title: "A parameter is malformed" },
  BAD_REQUEST: { status: 400, title: "The request is malformed" },
  NOT_JSON: { status: 400, title: "The body is not JSON" },
  UNAUTHORIZED: { status: 401, title: "A token is needed" },
  FORBIDDEN: { status: 403, title: "The token lacks the scope" },
  FOREIGN_HOST: { status: 403, title: "This is not a name of this API" },
  NOT_FOUND: { status: 404, title: "There is nothing here" },
  METHOD_NOT_ALLOWED: { status: 405, title: "Another method is needed here" },
  REQUEST_TIMEOUT: { status: 408, title: "The request took too long to arrive" },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large" },
  MEDIA_TYPE: { status: 415, title: "Send application/json" },
  CONTENT_ENCODING: { status: 415, title: "The body must not be compressed" },
  EXPECTATION: { status: 417, title: "Only the expectation 100-continue is known" },
  HEADERS_TOO_LARGE: { status: 431, title: "Address and headers are too large" },
  INTERNAL: { status: 500, title: "The fault is ours" },
  DEPENDENCY_UNAVAILABLE: { status: 503, title: "Not just now" },
});

/** Such an answer says when to send the request again. */
export const mayBeSentAgain = ({ status }: ProblemKind): boolean =>
  status === 429 || status === 503;

/** Of every operation that needs a token. */
export const ACCESS_PROBLEMS = [
  HTTP_PROBLEMS.UNAUTHORIZED,
  HTTP_PROBLEMS.FORBIDDEN,
  HTTP_PROBLEMS.FOREIGN_HOST,
] as const;

/** RFC 9457 wants a URI; this one is only a name. */
const typeOf = (code: string): string =>
  `urn:boomgate:problem:${code.toLowerCase().replaceAll("_", "-")}`;

/** The JSON of a problem, without what is special to one request. */
export const problemBody = ({ code, status, title }: ProblemKind, detail: string = title) => ({
  type: typeOf(code),
  title,
  status,
  code,
  detail,
});
