import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "./problem.js";

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads JSON bodies of the routes in this scope, and no others. Fastify's own reader puts a replacement character for
 * bytes that are no UTF-8, and ids that differ would become the same.
 */
export function readStrictJson(
  app: Pick<FastifyInstance, "addContentTypeParser" | "removeAllContentTypeParsers">,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, parse(body as Buffer));
    } catch {
      done(new ProblemError("NOT_JSON")); // the parser's own message would echo the body
    }
  });
}

function parse(body: Buffer): unknown {
  if (!isUtf8(body)) throw new ProblemError("NOT_JSON");
  const text = body.toString("utf8");
  return JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
}
