import { type BodyRules, checkBodyLabels } from "@boomgate/http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PROBLEMS } from "../problems/problem-catalogue.js";
import { refusal } from "../problems/refusal.js";
import type { InFlight } from "../intake/in-flight.js";
import { CODINGS, expand } from "./expand.js";
import { isKnownTooLarge, readBytes, tooLarge } from "./read-bytes.js";
import { type BodyForm, type Items, parseItems } from "./parse-items.js";

const JSON_TYPE = /^application\/(?:[\w!#$&^.+-]+\+)?json$/;
const LINES = new Set(["application/x-ndjson", "application/ndjson", "application/jsonl"]);

const RULES: BodyRules = {
  isMediaType: (type) => JSON_TYPE.test(type) || LINES.has(type),
  mediaTypes: "application/json or application/x-ndjson",
  codings: CODINGS,
};

/** The events of a body, and how many bytes of memory they are counted with until they are removed. */
export interface ReceivedItems extends Items {
  readonly countedBytes: number;
}

/** Makes the routes of this scope read bodies of events; `request.body` is then of `ReceivedItems`. */
export function readItems(
  app: Pick<FastifyInstance, "addContentTypeParser" | "removeAllContentTypeParsers" | "addHook">,
  inFlight: InFlight,
): void {
  const forms = new WeakMap<FastifyRequest["raw"], BodyForm>();
  app.addHook("preParsing", async ({ raw }, reply) => {
    if (isKnownTooLarge(raw)) {
      void reply.header("connection", "close"); // the rest of the body is not read
      throw tooLarge();
    }
    void reply.header("accept-encoding", CODINGS.join(", "));
    forms.set(raw, LINES.has(checkBodyLabels(raw, RULES)) ? "lines" : "json");
    void reply.removeHeader("accept-encoding");
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", async ({ raw }: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    const bytes = await readBytes(payload, inFlight);
    let countedBytes = bytes.length;
    try {
      const expanded = await expand(bytes, raw.headers["content-encoding"]);
      if (!inFlight.addBytes(expanded.length - countedBytes)) {
        throw refusal(PROBLEMS.GATEWAY_FULL, 1);
      }
      countedBytes = expanded.length;
      return { ...parseItems(expanded, forms.get(raw) ?? "json"), countedBytes };
    } catch (error) {
      inFlight.removeBytes(countedBytes);
      throw error;
    }
  });
}
