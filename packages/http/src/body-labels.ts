import type { IncomingMessage } from "node:http";
import { HTTP_PROBLEMS } from "./problem-catalogue.js";
import { ProblemError } from "./problem.js";

/** An answer never repeats what was sent; only these codings are named in it. */
const KNOWN_CODINGS = new Set(["gzip", "x-gzip", "deflate", "br", "zstd", "compress"]);
/** US-ASCII is a part of UTF-8. */
const UTF_8 = new Set(["utf-8", "utf8", "us-ascii", "ascii"]);
const JSON_TYPE = /^application\/(?:[\w!#$&^.+-]+\+)?json$/;

/**
 * Refuses a body whose headers announce anything but JSON in UTF-8, not compressed. Only the headers count: a wrong
 * label is refused even if the body is good.
 * @throws {ProblemError}
 */
export function checkBodyLabels(request: IncomingMessage): void {
  const { headers } = request;
  refuseCodings("Content-Encoding", headers["content-encoding"], "identity");
  refuseCodings("Transfer-Encoding", headers["transfer-encoding"], "chunked");
  if (!hasBody(request)) throw new ProblemError(HTTP_PROBLEMS.NOT_JSON, "The body is empty");
  const types = new Set(valuesOf(request, "content-type"));
  if (types.size > 1)
    throw new ProblemError(HTTP_PROBLEMS.BAD_REQUEST, "Content-Type stands there twice");
  const [type] = types;
  if (!type)
    throw new ProblemError(
      HTTP_PROBLEMS.MEDIA_TYPE,
      "There is no Content-Type; send application/json",
    );
  const [media = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  if (!JSON_TYPE.test(media)) throw new ProblemError(HTTP_PROBLEMS.MEDIA_TYPE);
  const [, charset = "utf-8"] =
    /^charset=\s*"?([^"]*)"?$/.exec(
      parameters.find((parameter) => parameter.startsWith("charset=")) ?? "",
    ) ?? [];
  if (!UTF_8.has(charset)) {
    throw new ProblemError(
      HTTP_PROBLEMS.MEDIA_TYPE,
      "Send application/json in UTF-8, and in no other charset",
    );
  }
}

function refuseCodings(header: string, value: string | undefined, allowed: string): void {
  const others = (value ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity" && coding !== allowed);
  if (others.length === 0) return;
  const named = others.filter((coding) => KNOWN_CODINGS.has(coding)).join(", ");
  throw new ProblemError(
    HTTP_PROBLEMS.CONTENT_ENCODING,
    `Send the body as it is, without ${header}${named && `: ${named}`}`,
  );
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** From the raw headers: of a Content-Type that comes twice, Node keeps the first one only. */
const valuesOf = ({ rawHeaders }: IncomingMessage, name: string): readonly string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
