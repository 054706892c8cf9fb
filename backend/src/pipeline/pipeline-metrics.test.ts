import { readFileSync } from "node:fs";
import { createRegistry } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { createPipelineMetrics, PARKING_CODES } from "./pipeline-metrics.js";

const registry = createRegistry("test");
createPipelineMetrics(registry);

it.each([
  'parking_events_total{event_type="exit",outcome="unmatched"} 0',
  'parking_events_total{event_type="entry",outcome="parked"} 0',
  'parking_events_total{event_type="exit",outcome="no_plate"} 0',
  'parking_event_fields_ignored_total{field="lot_id"} 0',
  'parking_events_from_elsewhere_total{event_type="exit",source="foreign"} 0',
  'parking_event_errors_total{event_type="entry",code="CONTRACT_BROKEN"} 0',
  'parking_redeliveries_total{event_type="entry"} 0',
  'parking_messages_parked_total{code="TOO_LATE"} 0',
  'parking_summaries_total{result="refused"} 0',
  "parking_store_conflicts_total 0",
])("exports %s before anything happens", async (line) => {
  expect((await registry.metrics()).split("\n")).toContain(line);
});

it("knows the code of each error that parks", () => {
  const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  const codes = [...page.matchAll(/^\| `(\w+)` \| park \|/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(3);
  // The summary API and the gateway park these.
  const own = codes.filter(
    (code) => !["OUTCOME_REFUSED", "CAMERA_BODY_BROKEN"].includes(code ?? ""),
  );
  expect([...own, "UNEXPECTED"].toSorted()).toEqual(PARKING_CODES.toSorted());
});
