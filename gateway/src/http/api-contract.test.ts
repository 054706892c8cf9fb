import { Validator } from "@seriousme/openapi-schema-validator";
// oxlint-disable-next-line no-restricted-imports -- the path of this draft in ajv; no workspace
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEntry, anExit, type TestGateway } from "../gateway.fixture.js";
import type { LedgerRead } from "../ports/read-ledger.js";

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, Media>> }
    >
  >;
}

const readOf = (id: string): LedgerRead => ({
  ...{ kind: "exit", lotId: "main", id, at: new Date(), state: "closed", since: new Date() },
  stayId: "s-1",
});

let gateway: TestGateway;
let document: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
let ajv: Ajv2020;
beforeAll(async () => {
  gateway = await aGateway({
    env: { API_TOKENS: "admin admin-0123456789ab\ningest lots=roof roof-0123456789ab" },
    ledger: {
      find: async ({ id }) => [readOf(id)],
      parked: async () => ({
        reads: [{ ...readOf("p1"), state: "parked", parkedCode: "TOO_LATE", stayId: undefined }],
        nextCursor: "c",
      }),
    },
  });
  const answer = await gateway.get("/openapi.json", { authorization: "Bearer admin-0123456789ab" });
  document = (await answer.json()) as typeof document;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(document, "api");
});
afterAll(() => gateway.stop());

const pointer = (...parts: readonly string[]) =>
  parts
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
const problemsOf = (place: string, value: unknown) => {
  const validate = ajv.compile({ $ref: `api#/${place}` });
  return validate(value) ? [] : validate.errors;
};

describe("the OpenAPI document of the gateway", () => {
  it("is valid OpenAPI 3.1, and has every operation", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect([valid, errors]).toEqual([true, undefined]);
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual([
      ...["listCameras", "listEvents", "readEventStatus", "readStats"],
      ...["sendCameraMessage", "sendEvents"],
    ]);
  });

  it("has examples that its schemas accept, for every JSON body", () => {
    let checked = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { requestBody, responses }] of Object.entries(methods)) {
        const bodies = [
          ...Object.entries(requestBody?.content ?? {}).map(
            ([type, media]) => [["requestBody", "content", type, "schema"], media] as const,
          ),
          ...Object.entries(responses).flatMap(([status, { content = {}, description }]) => {
            expect([path, status, description]).not.toContain("Default Response");
            return Object.entries(content).map(
              ([type, media]) => [["responses", status, "content", type, "schema"], media] as const,
            );
          }),
        ];
        for (const [place, media] of bodies) {
          const at = pointer("paths", path, method, ...place);
          const examples = examplesOf(media);
          expect([at, examples.length > 0]).toEqual([at, true]);
          for (const example of examples) expect([at, problemsOf(at, example)]).toEqual([at, []]);
          checked += examples.length;
        }
      }
    }
    expect(checked).toBeGreaterThan(20);
  });
});

/** Its own, those of its schema, or of the component that its schema refers to. */
function examplesOf({ example, examples, schema }: Media): readonly unknown[] {
  const own = [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples ?? {}).map(({ value }) => value),
  ];
  const { examples: ofSchema = [], $ref } = schema as { examples?: unknown[]; $ref?: string };
  if ($ref === undefined) return [...own, ...ofSchema];
  const { components } = document as unknown as { components: { schemas: Record<string, object> } };
  const component = components.schemas[$ref.split("/").at(-1) ?? ""] ?? {};
  return [...own, ...examplesOf({ schema: component })];
}

const sent = [
  ["one event", anEntry(), {}, 202],
  ["an event without a plate", anEntry({ vehicle_plate: null }), {}, 202],
  [
    "some that are taken",
    [anEntry({ confidence: "?" }), {}, anExit({ vehicle_plate: "--" })],
    {},
    207,
  ],
  ["a broken event", {}, {}, 422],
  ["an old event", anEntry({ entry_date_time: "2025-03-01T08:00:00Z" }), {}, 422],
  ["no JSON", "{", {}, 400],
  ["another type", "{}", { "content-type": "text/plain" }, 415],
  ["too much", " ".repeat(1_100_000), {}, 413],
  ["another lot", anEntry(), { authorization: "Bearer roof-0123456789ab" }, 403],
  ["no token", anEntry(), { authorization: "" }, 401],
] as const;

it.each(sent)("answers %s as described", async (_what, body, headers, status) => {
  const authorization = "Bearer admin-0123456789ab";
  const answer = await gateway.post(body, { authorization, ...headers });
  expect(answer.status).toBe(status);
  const [type = ""] = (answer.headers.get("content-type") ?? "").split(";");
  const place = ["paths", "/api/v1/events", "post", "responses", String(status), "content", type];
  expect(problemsOf(pointer(...place, "schema"), await answer.json())).toEqual([]);
});

it("answers questions as described", async () => {
  const headers = { authorization: "Bearer admin-0123456789ab" };
  const { events } = (await (await gateway.post(anEntry(), headers)).json()) as {
    events: { receipt: string }[];
  };
  for (const [path, url, status] of [
    ["/api/v1/events/{receipt}", `/api/v1/events/${events[0]?.receipt}?wait=1`, 200],
    ["/api/v1/events/{receipt}", "/api/v1/events/bg1.x", 404],
    ["/api/v1/events/{receipt}", "/api/v1/events/bg1.x?wait=x", 400],
    ["/api/v1/events", "/api/v1/events?id=e1", 200],
    ["/api/v1/events", "/api/v1/events?status=parked&limit=1", 200],
    ["/api/v1/events", "/api/v1/events", 400],
    ["/api/v1/stats", "/api/v1/stats", 200],
  ] as const) {
    const answer = await gateway.get(url, headers);
    expect([url, answer.status]).toEqual([url, status]);
    const [type = ""] = (answer.headers.get("content-type") ?? "").split(";");
    const place = pointer(
      "paths",
      path,
      "get",
      "responses",
      String(status),
      "content",
      type,
      "schema",
    );
    expect([url, problemsOf(place, await answer.json())]).toEqual([url, []]);
  }
});
