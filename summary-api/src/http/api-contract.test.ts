import { Validator } from "@seriousme/openapi-schema-validator";
// oxlint-disable-next-line no-restricted-imports -- the path of this draft in ajv; no workspace
import { Ajv2020 } from "ajv/dist/2020.js";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anApi, TOKENS } from "./api-contract.fixture.js";
import { API, ELSEWHERE, GOOD, type Good, post, wire, WRONG } from "./api-requests.fixture.js";
import type { Media, Operation } from "./openapi-operation.fixture.js";
import { PROBLEMS, type ProblemCode } from "./problem-catalogue.js";

let api: Awaited<ReturnType<typeof anApi>>;
let document: { paths: Record<string, Record<string, Operation>> };
let ajv: Ajv2020;
const operations = new Map<string, Operation & { method: string; path: string }>();

beforeAll(async () => {
  api = await anApi();
  const authorization = `Bearer ${TOKENS.read}`;
  document = (await api.app.inject({ url: "/openapi.json", headers: { authorization } })).json();
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(document, "api");
  for (const [where, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations.set(operation.operationId, { ...operation, method, path: where });
    }
  }
});
afterAll(() => api.close());

const find = (id: string) => {
  const operation = operations.get(id);
  if (operation === undefined) throw new Error(`${id} is not described`);
  return operation;
};
const goodOf = (id: string): Good => {
  const good = GOOD[id];
  if (good === undefined) throw new Error(`no request is known with which ${id} succeeds`);
  return good;
};
const pointer = (...parts: readonly string[]) =>
  parts
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
const problemsOf = (schemaAt: string, value: unknown) => {
  const validate = ajv.compile({ $ref: `api#/${schemaAt}` });
  return validate(value) ? [] : validate.errors;
};

/** Sends a request and checks the answer against the OpenAPI document. */
async function ask(id: string, change: InjectOptions = {}) {
  const { status: _, ...good } = goodOf(id);
  const headers = { authorization: `Bearer ${TOKENS.admin}`, ...good.headers, ...change.headers };
  const answer = await api.app.inject({ ...good, ...change, headers } as InjectOptions);
  const type = String(answer.headers["content-type"]).split(";", 1)[0] ?? "";
  const operation = find(id);
  const described = operation.responses[answer.statusCode];
  expect([answer.statusCode, type, Object.keys(described?.content ?? {})]).toEqual([
    answer.statusCode,
    type,
    [type],
  ]);
  if (type === "text/event-stream") {
    answer.stream().destroy();
    return { status: answer.statusCode, body: undefined };
  }
  const body: unknown =
    type.endsWith("json") && !type.includes("ndjson") ? answer.json() : answer.body;
  const place = pointer(
    "paths",
    operation.path,
    operation.method,
    "responses",
    String(answer.statusCode),
    "content",
    type,
    "schema",
  );
  expect(problemsOf(place, body)).toEqual([]);
  return { status: answer.statusCode, body };
}

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it("has all operations that are tested here, and no others", () => {
    expect([...operations.keys()].toSorted()).toEqual(Object.keys(GOOD).toSorted());
  });

  it("has no schema without a reference to it", () => {
    const text = JSON.stringify(document);
    const { components } = document as unknown as { components: { schemas: object } };
    for (const name of Object.keys(components.schemas)) {
      expect(text).toContain(`"#/components/schemas/${name}"`);
    }
  });

  it("has an example for every JSON body, and its schemas accept all examples", () => {
    const media: [string, string, Media][] = [];
    for (const {
      path: where,
      method,
      requestBody,
      responses,
      operationId,
    } of operations.values()) {
      const base = ["paths", where, method];
      for (const [type, each] of Object.entries(requestBody?.content ?? {})) {
        media.push([operationId, pointer(...base, "requestBody", "content", type, "schema"), each]);
      }
      for (const [status, { content = {}, description }] of Object.entries(responses)) {
        expect([operationId, status, description]).not.toContain("Default Response");
        for (const [type, each] of Object.entries(content)) {
          const place = pointer(...base, "responses", status, "content", type, "schema");
          media.push([operationId, place, each]);
        }
      }
    }
    for (const [operationId, place, { schema, example, examples }] of media) {
      const all = [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples ?? {}).map(({ value }) => value),
        ...examplesIn(schema),
      ];
      expect([operationId, place, all.length > 0]).toEqual([operationId, place, true]);
      for (const value of all) expect([place, problemsOf(place, value)]).toEqual([place, []]);
    }
  });
});

/** Examples of the schema itself, or of the component it refers to. */
function examplesIn(schema: object): readonly unknown[] {
  const { examples, $ref } = schema as { examples?: unknown[]; $ref?: string };
  if ($ref === undefined) return examples ?? [];
  const [, , , name = ""] = $ref.split("/");
  const { components } = document as unknown as { components: { schemas: Record<string, object> } };
  return examplesIn(components.schemas[name] ?? {});
}

describe.each(Object.keys(GOOD))("%s", (id) => {
  it("succeeds as described", async () => {
    const isEndless = id === "followLive";
    const { status } = await ask(id, isEndless ? { payloadAsStream: true } : {});
    expect(status).toBe(GOOD[id]?.status ?? 200);
  });

  it("fails in each described way, and reveals nothing of the service", async () => {
    const described = Object.values(find(id).responses).flatMap(({ content }) =>
      Object.keys(content?.["application/problem+json"]?.examples ?? {}),
    ) as ProblemCode[];
    expect(described.length).toBeGreaterThan(0);
    for (const code of described) {
      if (ELSEWHERE.has(code)) continue;
      const wrong = WRONG[code];
      expect([code, wrong === undefined]).toEqual([code, false]);
      api.have(wrong?.trouble);
      const good = goodOf(id);
      const { body } = await ask(id, wrong?.change?.(good)).finally(() => api.have(undefined));
      expect(body).toMatchObject({ code, status: PROBLEMS[code].status });
      expect(JSON.stringify(body)).not.toMatch(/secret|\.ts|node_modules/);
    }
  });
});

it("answers arrays, repeats and queries of every kind as described", async () => {
  const array = [wire({ id: "one" }), wire({ id: "one" }), {}, wire({ exitedAt: new Date(0) })];
  array.push(wire({ id: "one", exitPlate: "OTHER" }));
  expect((await ask("storeSummaries", post(array))).status).toBe(200);
  expect((await ask("storeSummaries", post(wire({ id: "one" })))).status).toBe(200);
  const values = [
    "",
    "0",
    "-1",
    "1e9",
    "day",
    "year",
    "closed",
    "parked,open",
    "TOO_LATE",
    "any",
    "entry",
    "ab 123 cd",
    "x1",
    "2026-11-20T00:00:00Z",
    "'",
    "%00",
    "[]",
  ];
  for (const id of [
    ...["listSummaries", "listRollups", "exportNdjson", "readOverview"],
    ...["listReads", "countReads", "exportReadsNdjson"],
  ]) {
    const operation = find(id);
    for (const { name } of operation.parameters ?? []) {
      for (const value of values) {
        const query = new URLSearchParams({ period: "month", [name]: value });
        await ask(id, { url: `${operation.path}?${query.toString()}` });
      }
    }
  }
});

it("describes the problems of requests without an operation, too", async () => {
  const headers = { authorization: `Bearer ${TOKENS.read}` };
  for (const [method, url, code] of [
    ["GET", "/nowhere", "NOT_FOUND"],
    ["PUT", `${API}/summaries`, "METHOD_NOT_ALLOWED"],
    ["GET", "/%zz", "BAD_REQUEST"],
  ] as const) {
    const answer = await api.app.inject({ method, url, headers });
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toMatchObject({ code });
    expect(problemsOf("components/schemas/Problem", answer.json())).toEqual([]);
  }
});

it("begins no stream for a HEAD request", async () => {
  const headers = { authorization: `Bearer ${TOKENS.read}` };
  const headOf = (url: string) => api.app.inject({ method: "HEAD", url: `${API}${url}`, headers });
  expect((await headOf("/live")).statusCode).toBe(405);
  for (const name of ["csv", "ndjson", "parquet"]) {
    for (const [place, rows] of [
      ["/export", "stays"],
      ["/reads/export", "reads"],
    ]) {
      const answer = await headOf(`${place}.${name}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["content-disposition"]).toContain(`${rows}.${name}`);
      expect(answer.headers["content-length"]).toBeUndefined();
    }
  }
});
