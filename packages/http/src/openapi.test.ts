import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOTES_PROBLEMS, notesApi } from "./notes-api.fixture.js";

interface OpenApiDocument {
  readonly info: { readonly title: string };
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, object> }>>;
  readonly components: {
    readonly schemas: Record<string, { properties: Record<string, { enum?: string[] }> }>;
  };
}

let api: Awaited<ReturnType<typeof notesApi>>;
let document: OpenApiDocument;

beforeAll(async () => {
  api = await notesApi();
  document = (await api.app.inject("/openapi.json")).json();
});
afterAll(() => api.app.close());

describe("the OpenAPI document of an API", () => {
  it("is valid, and has the title of the API", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone({ ...document }));
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.info.title).toBe("Notes");
  });

  it("lists every problem of the API by its code", () => {
    expect(document.components.schemas["Problem"]?.properties["code"]?.enum).toEqual(
      Object.keys(NOTES_PROBLEMS),
    );
  });

  it("has a response with examples for each problem of an operation", () => {
    const responses = document.paths["/notes/{number}"]?.["get"]?.responses ?? {};
    expect(Object.keys(responses).toSorted()).toEqual(["200", "404", "503"]);
    expect(responses["404"]).toMatchObject({
      description: "`NO_SUCH_NOTE`: No such note.",
      content: {
        "application/problem+json": { examples: { NO_SUCH_NOTE: { value: { status: 404 } } } },
      },
    });
    expect(responses["503"]).toHaveProperty("headers.retry-after");
  });

  it("holds no schema without a reference to it", () => {
    expect(Object.keys(document.components.schemas).toSorted()).toEqual(["Note", "Problem"]);
  });
});
