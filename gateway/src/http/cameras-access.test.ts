import { afterEach, describe, expect, it } from "vitest";
import { aGateway, type TestGateway } from "../gateway.fixture.js";
import { aCamerasFile, CAMERAS, payloadOf, sendTo } from "./cameras.fixture.js";

const request = payloadOf("dahua-tollgate.json");
const [template] = CAMERAS.filter(({ name }) => name === "dahua");
const camera = (name: string, access: unknown) => ({ ...template, name, access });

let gateway: TestGateway | undefined;
let file: ReturnType<typeof aCamerasFile> | undefined;
afterEach(async () => {
  await gateway?.stop();
  file?.remove();
});

async function start(cameras: readonly object[], env: Readonly<Record<string, string>> = {}) {
  file = aCamerasFile(cameras);
  gateway = await aGateway({ env: { CAMERAS_FILE: file.path, ...env } });
  const { url } = gateway;
  return {
    file,
    send: async (path: string, headers: Readonly<Record<string, string>> = {}) => {
      const sent = { ...request, headers: { ...request.headers, ...headers } };
      const answer = await sendTo(`${url}/api/v1/cameras/${path}`, { ...sent, suffix: "" });
      return answer.status;
    },
  };
}
const basic = (text: string) => ({
  authorization: `Basic ${Buffer.from(text).toString("base64")}`,
});

describe("who may send as a camera", () => {
  it("has its token in the path, its user and password, or its address", async () => {
    const { send } = await start([
      camera("token", { token: "0123456789abcdef" }),
      camera("basic", { basic: { user: "cam", password: "secret-of-the-camera" } }),
      camera("here", { addresses: ["127.0.0.0/8"] }),
      camera("there", { addresses: ["192.0.2.0/24"] }),
    ]);
    expect(await send("token/0123456789abcdef/NotificationInfo/TollgateInfo")).toBe(200);
    expect(await send("token/0123456789abcdee/NotificationInfo/TollgateInfo")).toBe(403);
    expect(await send("token")).toBe(403);
    expect(await send("basic", basic("cam:secret-of-the-camera"))).toBe(200);
    expect(await send("basic", basic("cam:wrong"))).toBe(401);
    expect(await send("basic")).toBe(401);
    expect(await send("here")).toBe(200);
    expect(await send("there")).toBe(403);
  });

  it("needs no token of the API, where that has tokens", async () => {
    const tokens = "ingest name=a 0123456789abcdef0123456789abcdef";
    const { send } = await start([camera("open", "none")], { API_TOKENS: tokens });
    expect(await send("open")).toBe(200);
    expect((await gateway?.get("/api/v1/cameras"))?.status).toBe(401);
  });

  it("is read again when the file changes, and stays as it was when the file is wrong", async () => {
    const { file: cameras, send } = await start([camera("old", "none")]);
    expect([await send("old"), await send("new")]).toEqual([200, 404]);
    cameras.write([camera("new", "none")]);
    await expect.poll(() => send("new")).toBe(200);
    expect(await send("old")).toBe(404);
    cameras.writeText("{");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await send("new")).toBe(200);
    const text = await gateway?.registry.metrics();
    expect(text).not.toContain('seconds{camera="old"}');
  });
});

it("does not start with cameras and no key for the ids of their passages", async () => {
  await expect(start([camera("a", "none")], { EVENT_ID_KEY: "" })).rejects.toThrow("EVENT_ID_KEY");
});
