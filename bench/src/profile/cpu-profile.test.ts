import { expect, it } from "vitest";
import { whereTimeWent } from "./cpu-profile.js";

const node = (id: number, functionName: string, url: string, ...children: readonly number[]) => ({
  id,
  callFrame: { functionName, url },
  children,
});

const profile = {
  nodes: [
    node(1, "(root)", "", 2, 5, 6, 7, 9),
    node(2, "post", "file:///x/backend/dist/adapters/http/http-summary-sink.js", 3),
    node(3, "request", "file:///x/node_modules/axios/lib/core/Axios.js", 4),
    node(4, "writev", ""),
    node(5, "(idle)", ""),
    node(6, "(garbage collector)", ""),
    node(7, "load", "node:internal/modules/esm/loader", 8),
    node(8, "evaluate", "file:///x/backend/dist/main.js"),
    node(9, "toString", "node:buffer"),
  ],
  samples: [2, 3, 4, 4, 5, 6, 8, 2, 9],
  timeDeltas: [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 3_000_000, 500],
};

it("counts time in Node for the part that called Node", () => {
  expect(whereTimeWent(profile).spent).toEqual([
    { part: "backend/adapters", name: "post", micros: 1_000 },
    { part: "axios", name: "request", micros: 2_000 },
    { part: "axios", name: "writev", micros: 7_000 },
    { part: "garbage collection", name: "(garbage collector)", micros: 6_000 },
    { part: "Node by itself", name: "toString", micros: 500 },
  ]);
});

it("counts idle time separately, and neither loading nor times in which the process was stopped", () => {
  const { spent, idleMicros } = whereTimeWent(profile);
  expect(idleMicros).toBe(5_000);
  expect(spent.map(({ name }) => name)).not.toContain("evaluate");
});
