import { expect, it } from "vitest";
import { loadEvent, staysOf } from "./load-events.js";

it("a load has one stay for each car that leaves, and no event twice", () => {
  const events = Array.from({ length: 1_001 }, (_, index) => loadEvent(index, new Date(index)));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const entered = new Set<string>();
  let stays = 0;
  for (const { kind, plate } of events) {
    if (kind === "entry") entered.add(plate);
    else if (entered.delete(plate)) stays += 1;
  }
  expect(stays).toBe(staysOf(events.length));
  expect(events.filter(({ kind }) => kind === "exit")).toHaveLength(stays);
});
