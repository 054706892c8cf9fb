import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MAX_PARKED_BYTES, withoutPictures } from "./without-pictures.js";

const textOf = (...parts: readonly (string | Buffer)[]) =>
  withoutPictures(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part))),
  ).toString();
const jpeg = (length: number) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.alloc(length, 7),
    Buffer.from([0xff, 0xd9]),
  ]);

describe("a body without its pictures", () => {
  it("keeps what has none as it is", () => {
    expect(textOf('{"plate": "ZZ12ABC", "é": 1}')).toBe('{"plate": "ZZ12ABC", "é": 1}');
  });

  it("leaves out pictures between parts, also one that was cut off", () => {
    expect(textOf("a\r\n", jpeg(5_000), "\r\nb")).toBe("a\r\n[5006 bytes of a picture]\r\nb");
    expect(textOf("a", jpeg(100).subarray(0, 50))).toBe("a[50 bytes of a picture]");
    const png = Buffer.from("\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", "latin1");
    expect(textOf("a", png, "b")).toBe("a[20 bytes of a picture]b");
  });

  it("leaves out pictures in base64, also with escaped slashes, and keeps a hash", () => {
    const base64 = randomBytes(3_000).toString("base64");
    expect(textOf(`{"image": "${base64}", "n": 1}`)).toBe(
      `{"image": "[${base64.length} bytes of a picture]", "n": 1}`,
    );
    const escaped = base64.replaceAll("/", "\\/");
    expect(textOf(`"${escaped}"`)).toBe(`"[${escaped.length} bytes of a picture]"`);
    const hash = randomBytes(64).toString("base64");
    expect(textOf(hash)).toBe(hash);
  });

  it("has at most so many bytes", () => {
    expect(withoutPictures(Buffer.alloc(200_000, " "))).toHaveLength(MAX_PARKED_BYTES);
    expect(withoutPictures(Buffer.alloc(0))).toHaveLength(0);
  });
});
