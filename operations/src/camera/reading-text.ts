import {
  type Answer,
  type Camera,
  type CameraReading,
  type Passage,
  problemText,
  type SkippedCode,
} from "@boomgate/cameras";
import { encodeEvent } from "@boomgate/contracts";
import { timeOf } from "./shifted.js";

/** Several lines for the person who installs a camera. */
export function readingText(reading: CameraReading, camera: Camera, bytes: number): string {
  const { passages, skipped, problems, heartbeat, answer } = reading;
  return [
    `${camera.vendor}, ${bytes} bytes`,
    ...passages.flatMap((passage) => passageLines(passage)),
    ...skipped.map((code) => `left out  ${SKIPPED_TEXTS[code]} (${code})`),
    ...(heartbeat ? [`heartbeat${heartbeat.at ? `  at ${heartbeat.at.toISOString()}` : ""}`] : []),
    ...problems.map((problem) => `PROBLEM   ${problem.code}: ${problemText(problem)}`),
    `answer    ${answerText(answer)}`,
  ].join("\n");
}

const SKIPPED_TEXTS: Readonly<Record<SkippedCode, string>> = {
  NOT_FINAL: "another message about the same passage counts",
  OTHER_EVENT: "the message is not about a passage",
  LOW_CONFIDENCE: "the camera is less sure than min_confidence",
  OTHER_DIRECTION: "the map of directions ignores it",
};

function passageLines(passage: Passage): string[] {
  const { type, event, region } = passage;
  const at = timeOf(passage).toISOString();
  if (event.kind === "no_plate") return [`${type.padEnd(8)}  no plate was read, at ${at}`];
  const confidence = event.confidence === undefined ? [] : [`confidence ${event.confidence}`];
  const more = [...confidence, ...(region === undefined ? [] : [`region ${region}`])];
  return [
    `${type.padEnd(8)}  ${[event.plateRead ?? event.plate, `at ${at}`, ...more].join(", ")}`,
    `          ${eventLine(passage)}`,
  ];
}

/** As `POST /api/v1/events` takes it. */
export const eventLine = ({ type, event }: Passage): string => {
  if (event.kind === "no_plate") return "";
  const body = JSON.parse(encodeEvent(event).toString("utf8")) as object;
  return JSON.stringify({ type, ...body });
};

const answerText = ({ status, body }: Answer) => `${status} ${body || "without a body"}`;
