import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { productVersion } from "@boomgate/platform/telemetry";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import { mayBeSentAgain, problemBody, type ProblemKind } from "./problem-catalogue.js";
import { withoutUnusedSchemas } from "./unused-schemas.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The problems that the operation may answer with; they stand in the OpenAPI document. */
    readonly problems?: readonly ProblemKind[];
  }
}

/** What an API says about itself. */
export interface ApiDescription {
  /** "Boomgate summary API". */
  readonly title: string;
  readonly description: string;
  /** All problems of the API, those of HTTP included. */
  readonly problems: Readonly<Record<string, ProblemKind>>;
}

const retryAfter = { type: "integer", description: "Seconds to wait before asking again" };

/** The OpenAPI document of an API, made of the schemas that its routes work with. */
export const openapi = (api: ApiDescription): FastifyDynamicSwaggerOptions => ({
  stripBasePath: false, // it is not known here
  openapi: {
    openapi: "3.1.0",
    info: {
      title: api.title,
      version: productVersion(),
      description: api.description,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: ".", description: "Where this description is, also below a path" }],
    security: [{ bearer: [] }, { basic: [] }],
    components: {
      schemas: { Problem: problemSchema(Object.keys(api.problems)) },
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
});

const problemSchema = (codes: string[]) => ({
  type: "object" as const,
  description: "What went wrong (RFC 9457); never a value that was sent",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string" as const, description: "urn:boomgate:problem:<code in lower case>" },
    title: { type: "string" as const },
    status: { type: "integer" as const },
    code: { enum: codes, description: "Never renamed" },
    detail: { type: "string" as const },
    problems: {
      type: "array" as const,
      items: { type: "string" as const },
      description: "One sentence per broken field",
    },
  },
});

/** A schema that became a reference has lost its description, and OpenAPI wants one for each response. */
function withDescription(response: object, schema: unknown): object {
  if (!("$ref" in response) || !(schema instanceof z.ZodType)) return response;
  return { description: schema.description, content: { "application/json": { schema: response } } };
}

/** One response for each status, with an example for each code. */
function problemResponses(kinds: readonly ProblemKind[]): Readonly<Record<string, object>> {
  const responses: Record<string, object> = {};
  for (const status of new Set(kinds.map((kind) => kind.status))) {
    const ofStatus = kinds.filter((kind) => kind.status === status);
    responses[status] = {
      description: ofStatus.map(({ code, title }) => `\`${code}\`: ${title}.`).join(" "),
      ...(ofStatus.some(mayBeSentAgain) ? { headers: { "retry-after": retryAfter } } : {}),
      content: {
        "application/problem+json": {
          schema: { $ref: "#/components/schemas/Problem" },
          examples: Object.fromEntries(
            ofStatus.map((kind) => [kind.code, { value: problemBody(kind) }]),
          ),
        },
      },
    };
  }
  return responses;
}
