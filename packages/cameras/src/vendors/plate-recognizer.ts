import { type CameraAdapter, type Found, type PassageFacts, unknownForm } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, listOf, numberOf, someText, type Tree } from "../tree.js";
import type { AdapterInput } from "../adapter.js";

/**
 * Plate Recognizer Stream, as JSON or as the field "json" of a form.
 * `timestamp_local` is not used: a container in UTC writes UTC there.
 * @see https://guides.platerecognizer.com/docs/stream/results
 */
export const plateRecognizer: CameraAdapter = {
  vendor: "platerecognizer",
  read(tree, input) {
    const data = at(tree, "data");
    const results = at(data, "results");
    if (!Array.isArray(results)) {
      const isOther = at(tree, "hook") !== undefined && data !== undefined;
      return isOther ? [{ kind: "skipped", code: "OTHER_EVENT" }] : unknownForm("data.results");
    }
    // A picture without a vehicle: the camera works.
    if (results.length === 0) {
      return [
        {
          kind: "heartbeat",
          time: input.clock.written(at(data, "timestamp"), "data.timestamp", "UTC"),
        },
      ];
    }
    return results.map((result: Tree, index): Found => ({
      kind: "passage",
      facts: factsOf(result, index, data, input),
    }));
  },
};

function factsOf(
  result: Tree,
  index: number,
  data: Tree,
  { camera, clock }: AdapterInput,
): PassageFacts {
  const best = plateOf(result);
  const alternatives = listOf(at(result, "candidates"));
  return {
    // With the index: two vehicles of one picture have one time.
    marks: [at(data, "camera_id"), index],
    plate: best.plate,
    time: clock.written(at(data, "timestamp"), "data.timestamp", "UTC"),
    confidence: confidenceOf(best.score, 1, camera.confidenceMax),
    direction: directionOf(at(result, "direction")),
    region: best.region,
    candidates: (alternatives.length > 0 ? alternatives : best.others)
      .map((each) => candidateOf(each))
      .filter(({ plate }) => plate !== best.plate),
  };
}

/** Beside the flat form there is one with the plate as an object, which has a list of values. */
function plateOf(result: Tree) {
  const plate = at(result, "plate");
  const values = listOf(at(plate, "props", "plate"));
  const [region] = listOf(at(plate, "props", "region"));
  if (values.length > 0) {
    return {
      plate: at(values[0], "value") ?? null,
      score: at(values[0], "score"),
      region: someText(at(region, "value")),
      others: values.slice(1),
    };
  }
  return {
    plate: typeof plate === "object" ? null : (plate ?? null),
    score: at(result, "score"),
    region: someText(at(result, "region", "code")),
    others: [],
  };
}

const candidateOf = (each: Tree) => ({
  plate: at(each, "plate") ?? at(each, "value"),
  confidence: numberOf(at(each, "score")),
});

/** Degrees; "" or null where it is not known. */
const directionOf = (value: Tree) => numberOf(value) ?? someText(value);
