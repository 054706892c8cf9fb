import { describe, expect, it } from "vitest";
import { readBatchAnswer } from "./batch-answer.js";
import { ContractError } from "./contract-error.js";

const SENT = 3;
const refusal = (index: unknown) => ({ index, code: "INVALID", detail: "no" });

const clear: readonly (readonly [text: string, refused: readonly number[]])[] = [
  ['{"rejected":[]}', []],
  ['{"received":3,"stored":2,"known":1,"rejected":[]}', []],
  ['{"received":3,"stored":3,"rejected":[]}', []],
  ['{"known":3,"rejected":[]}', []],
  ['{"rejected":[],"took_ms":12,"warnings":["slow"]}', []],
  ['{"rejected":[],"error":null,"errors":[]}', []],
  [' \n{ "rejected" : [ ] }\n', []],
  [JSON.stringify({ rejected: [refusal(1)] }), [1]],
  [JSON.stringify({ rejected: [refusal(2), refusal(0), refusal(1)] }), [0, 1, 2]],
  [JSON.stringify({ received: 3, stored: 1, known: 1, rejected: [refusal(2)] }), [2]],
  [JSON.stringify({ rejected: [{ ...refusal(0), more: { of: "it" } }] }), [0]],
  [JSON.stringify({ rejected: [{ ...refusal(0), detail: 'the field "rejected":[1] is' }] }), [0]],
  [JSON.stringify({ rejected: [{ index: 0, code: "X", detail: "" }] }), [0]],
  ['{"rejected":[{"index":0,"code":"X","detail":"gr\\u00fc\\u00df \\"e\\": x"}]}', [0]],
];

const unclear: readonly string[] = [
  "",
  " ",
  "null",
  "true",
  "3",
  '"ok"',
  "[]",
  '[{"rejected":[]}]',
  "{}",
  '{"ok":true}',
  '{"error":"db down"}',
  '{"rejected":[],"error":"db down"}',
  '{"rejected":[],"errors":["db down"]}',
  '{"rejected":null}',
  '{"rejected":0}',
  '{"rejected":{}}',
  '{"rejected":""}',
  '{"rejected":[null]}',
  '{"rejected":[{}]}',
  '{"rejected":[[]]}',
  '{"rejected":[1]}',
  '{"rejected":["x1"]}',
  '{"Rejected":[]}',
  '{"rejected":[]',
  '{"rejected":[],}',
  '{"rejected":[]}{"rejected":[]}',
  "rejected",
  "<html>login</html>",
  "\u001f\u008b\u0008\u0000",
  '{"rejected":[{"index":0,"code":"X","detail":"y"}],"rejected":[]}',
  '{"r\\u0065jected":[{"index":0,"code":"X","detail":"y"}],"rejected":[]}',
  '{"r\\u0065jected":[]}',
  JSON.stringify({ rejected: [refusal("0")] }),
  JSON.stringify({ rejected: [refusal(-1)] }),
  JSON.stringify({ rejected: [refusal(1.5)] }),
  JSON.stringify({ rejected: [refusal(null)] }),
  JSON.stringify({ rejected: [refusal(SENT)] }),
  JSON.stringify({ rejected: [refusal(2 ** 53)] }),
  '{"rejected":[{"index":1e999,"code":"X","detail":"y"}]}',
  JSON.stringify({ rejected: [refusal(1), refusal(1)] }),
  JSON.stringify({ rejected: [refusal(0), null] }),
  JSON.stringify({ rejected: [{ index: 0, detail: "no" }] }),
  JSON.stringify({ rejected: [{ index: 0, code: "X" }] }),
  JSON.stringify({ rejected: [{ index: 0, code: "", detail: "no" }] }),
  JSON.stringify({ rejected: [{ index: 0, code: 7, detail: "no" }] }),
  JSON.stringify({ rejected: [{ index: 0, code: "X", detail: { why: "no" } }] }),
  '{"received":2,"rejected":[]}',
  '{"received":"3","rejected":[]}',
  '{"received":3,"stored":2,"known":0,"rejected":[]}',
  '{"stored":2,"rejected":[]}',
  '{"stored":4,"known":-1,"rejected":[]}',
  '{"stored":0,"known":0,"rejected":[]}',
  JSON.stringify({ received: 3, stored: 3, known: 0, rejected: [refusal(0)] }),
  "[".repeat(100_000),
  `{"rejected":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
];

describe("the answer to an array of stays", () => {
  it.each(clear)("is clear: %s", (text, refused) => {
    expect(new Set(readBatchAnswer(text, SENT).keys())).toEqual(new Set(refused));
  });

  it.each(unclear.map((text) => [text.slice(0, 100), text]))("is not clear: %s", (_name, text) => {
    expect(() => readBatchAnswer(text, SENT)).toThrow(ContractError);
  });

  it("says what is not clear, and repeats nothing that it does not know", () => {
    expect(() => readBatchAnswer('{"stored":1,"rejected":[]}', SENT)).toThrow(
      "add up to 1, not to 3",
    );
    expect(() => readBatchAnswer("<html>AB123CD</html>", SENT)).toThrow(
      "answer to an array of stays breaks the contract: body: must be JSON",
    );
  });
});
