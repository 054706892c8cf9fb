import { describe, expect, it } from "vitest";
import { suffixIfAllowed } from "./access.js";

const caller = { suffix: "/0123456789abcdef/NotificationInfo/KeepAlive", address: "192.0.2.7" };
const basic = { user: "cam", password: "pa:ss" };
const authorization = `Basic ${Buffer.from("cam:pa:ss").toString("base64")}`;

describe("who may send as a camera", () => {
  it("is the one whose path begins with the token, which is then taken off", () => {
    const access = { token: "0123456789abcdef" };
    expect(suffixIfAllowed(access, caller)).toBe("/NotificationInfo/KeepAlive");
    expect(suffixIfAllowed(access, { ...caller, suffix: "/0123456789abcdef" })).toBe("");
    for (const suffix of ["", "/", "/0123456789abcdeX", "/x/0123456789abcdef"]) {
      expect(suffixIfAllowed(access, { ...caller, suffix })).toBeUndefined();
    }
  });

  it("is the one with the password", () => {
    expect(suffixIfAllowed({ basic }, { ...caller, authorization })).toBe(caller.suffix);
    for (const wrong of [
      undefined,
      "",
      "Basic",
      "Basic eA==",
      authorization.replace("Basic", "B"),
    ]) {
      expect(suffixIfAllowed({ basic }, { ...caller, authorization: wrong })).toBeUndefined();
    }
  });

  it.each([
    [["192.0.2.0/24"], "192.0.2.7", true],
    [["192.0.2.7"], "::ffff:192.0.2.7", true],
    [["2001:db8::/32"], "2001:db8::5", true],
    [["198.51.100.0/24", "192.0.2.7/32"], "192.0.2.7", true],
    [["192.0.2.0/24"], "198.51.100.7", false],
    [["192.0.2.0/24"], "2001:db8::5", false],
    [["192.0.2.0/24"], "no address", false],
  ])("is the one within %j: %s", (addresses, address, isAllowed) => {
    const suffix = suffixIfAllowed({ addresses }, { ...caller, address });
    expect(suffix !== undefined).toBe(isAllowed);
  });

  it("needs everything that is set", () => {
    const access = { token: "0123456789abcdef", basic, addresses: ["192.0.2.7"] };
    expect(suffixIfAllowed(access, { ...caller, authorization })).toBeDefined();
    expect(suffixIfAllowed(access, caller)).toBeUndefined();
    const elsewhere = { ...caller, authorization, address: "192.0.2.8" };
    expect(suffixIfAllowed(access, elsewhere)).toBeUndefined();
  });

  it("is everybody where nothing is set", () => {
    expect(suffixIfAllowed({}, caller)).toBe(caller.suffix);
  });
});
