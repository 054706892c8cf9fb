import { expect, it } from "vitest";
import { startStack } from "./index.js";

it("returns what was started, and stops all of it in reverse order", async () => {
  const stopped: string[] = [];
  const running = await startStack(async (stack) => {
    stack.defer("store", () => void stopped.push("store"));
    stack.defer("server", () => void stopped.push("server"));
    return { port: 8000 };
  });
  expect(running.port).toBe(8000);
  await running.stop();
  expect(stopped).toEqual(["server", "store"]);
});

it("stops what had been started when a later start fails, and throws the error of that start", async () => {
  const stopped: string[] = [];
  const starting = startStack(async (stack) => {
    stack.defer("store", () => void stopped.push("store"));
    stack.defer("broker", () => Promise.reject(new Error("already closed")));
    throw new Error("the port is taken");
  });
  await expect(starting).rejects.toThrow("the port is taken");
  expect(stopped).toEqual(["store"]);
});
