import { expect, it } from "vitest";
import { parseTokens } from "@boomgate/http";
import { accountOf, attributeProblem } from "./account.js";

const RULES = { scopes: ["ingest", "admin"], attributeProblem };
const TOKEN = "0123456789abcdef";

it("is what the line of a token says", () => {
  const line = `ingest name=north lots=main,the%20roof rate=2.5 ${TOKEN}`;
  const [grant] = parseTokens(line, RULES);
  expect(accountOf(grant)).toEqual({
    account: "north",
    lots: new Set(["main", "the roof"]),
    ratePerSecond: 2.5,
    isAdmin: false,
  });
});

it("without attributes may send everything under one name", () => {
  const [grant] = parseTokens(`admin ${TOKEN}`, RULES);
  const everything = { account: "default", lots: undefined, ratePerSecond: undefined };
  expect(accountOf(grant)).toEqual({ ...everything, isAdmin: true });
  expect(accountOf(undefined)).toEqual({ ...everything, isAdmin: true });
});

it.each(["lot=main", "rate=fast", "rate=0", "rate=-1", "name=north/1", "lots=main,", "lots=%zz"])(
  "the attribute %s is refused, so that a mistake grants nothing",
  (attribute) => {
    const text = `ingest ${TOKEN}\ningest ${attribute} another-0123456789ab`;
    expect(() => parseTokens(text, RULES)).toThrow("API_TOKENS: line 2 m");
  },
);
