import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notesApi } from "./notes-api.fixture.js";

let api: Awaited<ReturnType<typeof notesApi>>;
beforeEach(async () => {
  api = await notesApi();
});
afterEach(() => api.app.close());

const post = (text: string) => api.app.inject({ method: "POST", url: "/notes", payload: { text } });

describe("an API made by createHttpApp", () => {
  it("answers with what its routes return", async () => {
    expect((await post("milk")).statusCode).toBe(201);
    expect((await api.app.inject("/notes/0")).json()).toEqual({ text: "milk" });
  });

  it("answers errors of the service with the service's problems", async () => {
    const answer = await post("full");
    expect(answer.statusCode).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.json()).toMatchObject({ code: "TOO_MANY_NOTES", detail: "Come back later" });
  });

  it("answers bugs with INTERNAL, and nothing about them", async () => {
    const answer = await post("broken");
    expect(answer.json()).toMatchObject({ status: 500, code: "INTERNAL" });
    expect(answer.body).not.toMatch(/secret|\.ts/);
  });

  it.each([
    ["/notes/milk", 400, "PARAMETER", /number: /],
    ["/notes/7", 404, "NO_SUCH_NOTE", /No such note/],
    ["/nothing", 404, "NOT_FOUND", /nothing here/],
    ["/%zz", 400, "BAD_REQUEST", /%25/],
  ])("says what is wrong with %s", async (url, status, code, detail) => {
    const answer = await api.app.inject(url);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toMatchObject({
      ...{ status, code },
      detail: expect.stringMatching(detail) as unknown,
    });
  });

  it("refuses a request to a host that is not its own", async () => {
    const answer = await api.app.inject({ url: "/notes/0", headers: { host: "evil.example" } });
    expect(answer.json()).toMatchObject({ status: 403, code: "FOREIGN_HOST" });
  });

  it("reports each answer with the pattern of its route", async () => {
    await post("milk");
    await api.app.inject("/notes/0");
    await api.app.inject("/nothing");
    expect(api.answered).toEqual(["POST /notes 201", "GET /notes/:number 200", "GET unknown 404"]);
  });
});
