import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { productVersion } from "@boomgate/platform/telemetry";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import { withoutUnusedSchemas } from "./unused-schemas.js";
import { type ProblemCode, PROBLEMS, problemTypeOf } from "./problem-catalogue.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the operation may say no with; its part of the API's description. */
    readonly problems?: readonly ProblemCode[];
  }
}

const problemSchema = {
  type: "object" as const,
  description: "What went wrong (RFC 9457); never a value that was sent",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string" as const, description: "urn:boomgate:problem:<code in lower case>" },
    title: { type: "string" as const },
    status: { type: "integer" as const },
    code: { enum: Object.keys(PROBLEMS), description: "Never renamed" },
    detail: { type: "string" as const },
    problems: {
      type: "array" as const,
      items: { type: "string" as const },
      description: "One sentence per broken field",
    },
  },
};

const retryAfter = { type: "integer", description: "Seconds to wait before asking again" };

/** The API's description of itself, made of the schemas that its routes work with. */
export const openapi: FastifyDynamicSwaggerOptions = {
  stripBasePath: false, // it is not known here
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Boomgate summary API",
      version: productVersion(),
      description:
        "Stays of cars, from their summaries. Without a tokens file nobody needs a token, and only requests to names of its own are answered.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: ".", description: "Where this description is, also below a path" }],
    security: [{ bearer: [] }, { basic: [] }],
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        basic: {
          type: "http",
          scheme: "basic",
          description: "The token as the password of any user",
        },
      },
    },
  },
  transform: (document) => {
    const { schema, url } = jsonSchemaTransform(document);
    const problems = document.route.config?.problems;
    if (problems === undefined) return { schema, url };
    const { response: made, ...rest } = schema as { response?: Readonly<Record<string, object>> };
    const asked = document.schema.response as Readonly<Record<string, unknown>>;
    const good = Object.entries(made ?? {}).map(([status, each]) => [
      status,
      withDescription(each, asked[status]),
    ]);
    const response = { ...Object.fromEntries(good), ...problemResponses(problems) };
    return { schema: { ...rest, response }, url };
  },
  transformObject: (document) => withoutUnusedSchemas(jsonSchemaTransformObject(document)),
};

/** A schema that became a reference has left its description behind, and a response needs one. */
function withDescription(response: object, schema: unknown): object {
  if (!("$ref" in response) || !(schema instanceof z.ZodType)) return response;
  return { description: schema.description, content: { "application/json": { schema: response } } };
}

/** One response for each status, with an example for each code. */
function problemResponses(codes: readonly ProblemCode[]): Readonly<Record<string, object>> {
  const responses: Record<string, object> = {};
  for (const status of new Set(codes.map((code) => PROBLEMS[code].status))) {
    const ofStatus = codes.filter((code) => PROBLEMS[code].status === status);
    responses[status] = {
      description: ofStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" "),
      ...(status === 503 ? { headers: { "retry-after": retryAfter } } : {}),
      content: {
        "application/problem+json": {
          schema: { $ref: "#/components/schemas/Problem" },
          examples: Object.fromEntries(ofStatus.map((code) => [code, { value: exampleOf(code) }])),
        },
      },
    };
  }
  return responses;
}

function exampleOf(code: ProblemCode) {
  const { status, title } = PROBLEMS[code];
  return { type: problemTypeOf(code), title, status, code, detail: title };
}
