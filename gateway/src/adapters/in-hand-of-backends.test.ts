import { expect, it } from "vitest";
import { inHandOfBackends } from "./in-hand-of-backends.js";

const metrics = (entries: number, exits: number) =>
  `# HELP parking_events_in_hand Events.\n# TYPE parking_events_in_hand gauge\nparking_events_in_hand{event_type="entry"} ${entries}\nparking_events_in_hand{event_type="exit"} ${exits}\nparking_events_in_hand_other 9\n`;
const backends =
  (...texts: readonly (string | undefined)[]) =>
  async () =>
    texts.map((text, index) => ({ instance: `backend ${index}`, text }));

it("is the sum over all backends", async () => {
  expect(await inHandOfBackends(backends(metrics(1, 2), metrics(0, 4)))).toBe(7);
});

it.each([
  ["none answers", backends()],
  ["one does not answer", backends(metrics(0, 0), undefined)],
  ["one is something else", backends(metrics(0, 0), "parking_reads 1\n")],
])("is not known when %s", async (_what, scrape) => {
  await expect(inHandOfBackends(scrape)).rejects.toThrow(/backend/);
});
