import { expect, it } from "vitest";
import { SKIP_MARK } from "./provided.js";
import { serviceBox } from "./service-box.js";

const found = { state: "found", url: "amqp://guest:guest@127.0.0.1:5672" } as const;
const started = { state: "started", url: "redis://127.0.0.1:41111" } as const;

it("shows which services there were, without passwords, in a box whose edges meet", () => {
  const box = serviceBox({ rabbitmq: found, redis: started, postgres: found }, ["a", "b"]);
  expect(box).toContain("rabbitmq  found at amqp://127.0.0.1:5672 ");
  expect(box).toContain("redis     started at redis://127.0.0.1:41111 ");
  expect(box).toContain("All 2 integration tests had what they need.");
  expect(new Set(box.split("\n").map((line) => line.length)).size).toBe(1);
});

it("says that nothing was run", () => {
  expect(serviceBox({ rabbitmq: found, redis: started, postgres: found }, [])).toContain(
    "No integration test was run.",
  );
});

it("says what is missing, why, and how many tests were left out for it", () => {
  const reason = `nothing answers at 127.0.0.1:5432; ${"and so on ".repeat(20)}; not installed`;
  const missing = { state: "missing", reason } as const;
  const box = serviceBox({ rabbitmq: found, redis: started, postgres: missing }, [
    "store > saves",
    `store ${SKIP_MARK} postgres, redis] > saves`,
    `rules ${SKIP_MARK} promtool] > fire`,
  ]);
  expect(box).toContain("postgres  MISSING: nothing answers");
  expect(box).toContain("installed  ");
  expect(box).toContain(
    "2 OF 3 INTEGRATION TESTS WERE SKIPPED for want of postgres, promtool, redis.",
  );
  expect(new Set(box.split("\n").map((line) => line.length)).size).toBe(1);
});
