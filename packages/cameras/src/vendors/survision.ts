import { type CameraAdapter, skipped, unknownForm } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, isObject, listOf, someText } from "../tree.js";

/** Survision's reads: XML, or the same as JSON with "@" before the names of attributes. */
export const survision: CameraAdapter = {
  vendor: "survision",
  read(tree, { request, camera, clock }) {
    const reads = listOf(at(tree, "anpr"));
    if (reads.length === 0) {
      const isOther =
        isObject(tree) && Object.keys(tree).length > 0 && at(tree, "data_type") === undefined;
      const isHeartbeat = isOther && (at(tree, "keepAlive") ?? at(tree, "heartbeat")) !== undefined;
      return isHeartbeat ? [{ kind: "heartbeat" }] : unknownForm("anpr");
    }
    return reads.flatMap((read) => {
      const decision = at(read, "decision");
      // Reads of single pictures come before the decision.
      if (decision === undefined) return skipped("NOT_FINAL");
      return [
        {
          kind: "passage" as const,
          facts: {
            marks: [request.headers["survision-serial-number"], at(read, "@id")],
            plate: at(decision, "@plate") ?? null,
            time: clock.epoch(at(read, "@date"), "ms", "anpr.@date"),
            confidence: confidenceOf(at(decision, "@reliability"), 100, camera.confidenceMax),
            direction: someText(at(decision, "@direction")),
            region: someText(at(decision, "@context")) ?? someText(at(decision, "@country")),
          },
        },
      ];
    });
  },
};
