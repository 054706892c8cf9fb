import type { IncomingMessage } from "node:http";
import { HTTP_PROBLEMS } from "./problem-catalogue.js";
import { ProblemError } from "./problem.js";

/** An answer never repeats what was sent; only these codings are named in it. */
const KNOWN_CODINGS = new Set(["gzip", "x-gzip", "deflate", "br", "zstd", "compress"]);
/** US-ASCII is a part of UTF-8. */
const UTF_8 = new Set(["utf-8", "utf8", "us-ascii", "ascii"]);
const JSON_TYPE = /^application\/(?:[\w!#$&^.+-]+\+)?json$/;

/** Which bodies an API takes. */
export interface BodyRules {
  /** Of the Content-Type, in lower case and without parameters. */
  readonly isMediaType: (type: string) => boolean;
  /** For the problem: "application/json". */
  readonly mediaTypes: string;
  /** Of the Content-Encoding, besides identity: ["gzip"]. */
  readonly codings: readonly string[];
}

export const JSON_BODY: BodyRules = {
  isMediaType: (type) => JSON_TYPE.test(type),
  mediaTypes: "application/json",
  codings: [],
};

/**
 * Refuses a body whose headers announce anything but what the rules allow, in UTF-8. Only the headers count: a wrong
 * label is refused even if the body is good.
 * @returns the media type of the body
 * @throws {ProblemError}
 */
export function checkBodyLabels(request: IncomingMessage, rules: BodyRules = JSON_BODY): string {
  const { headers } = request;
  refuseCodings("Content-Encoding", headers["content-encoding"], rules.codings);
  refuseCodings("Transfer-Encoding", headers["transfer-encoding"], ["chunked"]);
  if (!hasBody(request)) throw new ProblemError(HTTP_PROBLEMS.NOT_JSON, "The body is empty");
  const types = new Set(valuesOf(request, "content-type"));
  if (types.size > 1)
    throw new ProblemError(HTTP_PROBLEMS.BAD_REQUEST, "Content-Type stands there twice");
  const [type] = types;
  if (!type)
    throw new ProblemError(
      HTTP_PROBLEMS.MEDIA_TYPE,
      `There is no Content-Type; send ${rules.mediaTypes}`,
    );
  const [media = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  if (!rules.isMediaType(media)) {
    throw new ProblemError(HTTP_PROBLEMS.MEDIA_TYPE, `Send ${rules.mediaTypes}`);
  }
  const [, charset = "utf-8"] =
    /^charset=\s*"?([^"]*)"?$/.exec(
      parameters.find((parameter) => parameter.startsWith("charset=")) ?? "",
    ) ?? [];
  if (!UTF_8.has(charset)) {
    throw new ProblemError(
      HTTP_PROBLEMS.MEDIA_TYPE,
      `Send ${rules.mediaTypes} in UTF-8, and in no other charset`,
    );
  }
  return media;
}

function refuseCodings(
  header: string,
  value: string | undefined,
  allowed: readonly string[],
): void {
  const others = (value ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity" && !allowed.includes(coding));
  if (others.length === 0) return;
  const named = others.filter((coding) => KNOWN_CODINGS.has(coding)).join(", ");
  const wanted =
    header === "Content-Encoding" && allowed.length > 0
      ? `Send the body as it is, or with one of the codings ${allowed.join(", ")}`
      : `Send the body as it is, without ${header}`;
  throw new ProblemError(HTTP_PROBLEMS.CONTENT_ENCODING, `${wanted}${named && `: ${named}`}`);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** From the raw headers: of a Content-Type that comes twice, Node keeps the first one only. */
const valuesOf = ({ rawHeaders }: IncomingMessage, name: string): readonly string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
