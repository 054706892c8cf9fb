import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { checkBodyLabels } from "./body-labels.js";
import { HTTP_PROBLEMS } from "./problem-catalogue.js";
import { ProblemError } from "./problem.js";

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Makes the routes of this scope read JSON bodies in UTF-8, and refuse all others. Fastify's own reader puts a
 * replacement character for bytes that are no UTF-8, so that two different ids could become the same.
 */
export function readStrictJson(
  app: Pick<FastifyInstance, "addContentTypeParser" | "removeAllContentTypeParsers" | "addHook">,
): void {
  app.addHook("preParsing", async ({ raw }, reply) => {
    try {
      checkBodyLabels(raw);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.kind === HTTP_PROBLEMS.CONTENT_ENCODING) {
        void reply.header("accept-encoding", "identity");
      }
      throw error;
    }
  });
  app.removeAllContentTypeParsers();
  // Any type: the hook above has refused the wrong ones.
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, parse(body as Buffer));
    } catch (error) {
      done(error instanceof ProblemError ? error : notJson(error));
    }
  });
}

const parse = (body: Buffer): unknown => JSON.parse(strictText(body));

/** @throws {ProblemError} when a body is empty or not UTF-8 */
export function strictText(body: Buffer): string {
  if (body.length === 0) throw new ProblemError(HTTP_PROBLEMS.NOT_JSON, "The body is empty");
  const other = otherThanUtf8(body);
  if (other !== undefined) throw new ProblemError(HTTP_PROBLEMS.NOT_JSON, `The body is ${other}`);
  const text = body.toString("utf8");
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** Recognised by the first two bytes; NUL is no part of any JSON. */
function otherThanUtf8(body: Buffer): string | undefined {
  const [first, second] = body;
  if (first === 0x1f && second === 0x8b) return "compressed by gzip; send it as it is";
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return UTF_16;
  if ((first === 0) !== (second === 0)) return UTF_16;
  return isUtf8(body) ? undefined : "not UTF-8";
}
const UTF_16 = "UTF-16; send it in UTF-8";

/** @param error - of `JSON.parse`, whose own message would echo the body */
export const notJson = (error: unknown): ProblemError =>
  new ProblemError(
    HTTP_PROBLEMS.NOT_JSON,
    error instanceof Error && /end of JSON input|^Unterminated/.test(error.message)
      ? "The body ends before its JSON does"
      : undefined,
  );
