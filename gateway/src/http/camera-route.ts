import { answersOf, type Answer, type Camera, suffixIfAllowed } from "@boomgate/cameras";
import {
  ACCESS_PROBLEMS,
  mayBeSentAgain,
  ProblemError,
  type RequestTraces,
  sendProblem,
} from "@boomgate/http";
import { writeTraceparent } from "@boomgate/platform/tracing";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { expand } from "../body/expand.js";
import { isKnownTooLarge, readBytes, tooLarge } from "../body/read-bytes.js";
import type { CameraFile } from "../cameras/camera-file.js";
import type { CameraIntake } from "../cameras/camera-intake.js";
import type { CameraWords } from "../cameras/camera-words.js";
import type { Admission } from "../intake/admission.js";
import type { InFlight } from "../intake/in-flight.js";
import type { Tally } from "../intake/tally.js";
import { ADMISSION_PROBLEMS, PROBLEMS } from "../problems/problem-catalogue.js";
import { refusal } from "../problems/refusal.js";
import { retryAfterSeconds } from "../problems/retry-after.js";
import { cameraRequestOf, cameraSuffixOf } from "./camera-request.js";
import { CAMERAS_PATH } from "./paths.js";

/** With several pictures of a passage. */
export const MAX_CAMERA_BODY_BYTES = 16 * 1_048_576;
const SEND_AGAIN_SECONDS = 2;

export interface CameraRouteParts {
  readonly cameras: Pick<CameraFile, "find">;
  readonly words: CameraWords;
  readonly cameraIntake: CameraIntake;
  readonly admission: Admission;
  readonly inFlight: InFlight;
  readonly tally: Tally;
  readonly traces: RequestTraces;
}

interface Sending {
  readonly camera: Camera;
  /** Of the camera's address, without the token. */
  readonly suffix: string;
  /** As the camera sent it. */
  readonly contentType: string | undefined;
}

interface ReceivedBody {
  readonly bytes: Buffer;
  /** With which the body is counted until it is removed. */
  readonly countedBytes: number;
}

const NOTHING: ReceivedBody = { bytes: Buffer.alloc(0), countedBytes: 0 };

/** The address of each camera, with whatever its maker adds behind it. Answers in the form that the camera understands. */
export function cameraRoute(parts: CameraRouteParts): FastifyPluginAsyncZod {
  const { admission, inFlight, cameraIntake, tally, traces, words } = parts;
  const sendings = new WeakMap<FastifyRequest["raw"], Sending>();
  const sendingOf = ({ raw }: FastifyRequest) => sendings.get(raw) as Sending;
  return async (app) => {
    app.addHook("onRequest", async (request, reply) => {
      const found = await allowed(parts.cameras, request, reply);
      const { raw } = request;
      sendings.set(raw, { ...found, contentType: raw.headers["content-type"] });
      // Cameras send types that no parser of HTTP accepts; the body is read whatever they say.
      if (raw.headers["content-type"] !== undefined)
        raw.headers["content-type"] = "application/octet-stream";
      words.seen(found.camera.name);
      admission.check({ account: found.camera.name, lots: undefined, ...NO_RATE });
    });
    app.addHook("onResponse", async (request, reply) => traces.exportSpan(request, reply));
    app.setErrorHandler((error, request, reply) => {
      const sending = sendings.get(request.raw);
      if (!(error instanceof ProblemError) || sending === undefined) throw error;
      const { problem } = error;
      tally.refusedRequest(problem.kind.code);
      if (!mayBeSentAgain(problem.kind)) return sendProblem(reply, problem);
      const { againAnswer } = answersOf(
        cameraRequestOf(request, sending.suffix, NOTHING.bytes),
        sending.camera,
      );
      if (againAnswer.body === "") return sendProblem(reply, problem);
      void reply.header("retry-after", String(problem.retryAfterSeconds ?? SEND_AGAIN_SECONDS));
      return send(reply, againAnswer);
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", ({ raw }: FastifyRequest, payload: AsyncIterable<Buffer>) =>
      bodyOf(raw, payload, inFlight),
    );
    app.addHook("preParsing", async ({ raw }, reply) => {
      if (!isKnownTooLarge(raw, MAX_CAMERA_BODY_BYTES)) return;
      void reply.header("connection", "close"); // the rest of the body is not read
      throw tooLarge(MAX_CAMERA_BODY_BYTES);
    });
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const { bytes, countedBytes } = (request.body as ReceivedBody | undefined) ?? NOTHING;
      try {
        const { camera, suffix, contentType } = sendingOf(request);
        const headers = { ...request.headers, "content-type": contentType };
        const { method, url } = request;
        const sent = cameraRequestOf({ method, url, headers }, suffix, bytes);
        const traceparent = writeTraceparent(traces.of(request));
        const { answer, isConfirmed } = await cameraIntake.take(camera, sent, traceparent);
        if (!isConfirmed) {
          void reply.header("retry-after", String(retryAfterSeconds(SEND_AGAIN_SECONDS)));
        }
        return await send(reply, answer);
      } finally {
        inFlight.removeBytes(countedBytes);
      }
    };
    const [address, below] = [`${CAMERAS_PATH}/:camera`, `${CAMERAS_PATH}/:camera/*`];
    app.post(address, { ...OPERATION, handler });
    const hidden = { schema: { hide: true }, handler };
    app.route({ method: ["GET", "PUT"], url: address, ...hidden });
    app.route({ method: ["GET", "POST", "PUT"], url: below, ...hidden });
  };
}

const OPERATION = {
  // What a camera sends is read by its adapter, whatever it is.
  validatorCompiler: () => (value: unknown) => ({ value }),
  config: {
    problems: [
      ...[PROBLEMS.BAD_REQUEST, PROBLEMS.BODY_TOO_LARGE, PROBLEMS.CONTENT_ENCODING],
      ...[PROBLEMS.NO_SUCH_CAMERA, ...ACCESS_PROBLEMS, ...ADMISSION_PROBLEMS, PROBLEMS.INTERNAL],
    ],
  },
  schema: {
    operationId: "sendCameraMessage",
    summary: "Send what a camera saw, in the format of its maker",
    description:
      "Any method, any content type, and any path below. Answers in the form that the camera understands: success when the broker has its passages, else what makes it send again.",
    params: z.object({ camera: z.string().describe("Name in CAMERAS_FILE") }),
  },
} as const;

const NO_RATE = { ratePerSecond: undefined, isAdmin: false } as const;

/** @throws {ProblemError} when there is no such camera, or the sender may not send as it */
async function allowed(
  cameras: CameraRouteParts["cameras"],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ readonly camera: Camera; readonly suffix: string }> {
  const { camera: name } = request.params as { readonly camera: string };
  const camera = await cameras.find(name);
  if (camera === undefined) throw new ProblemError(PROBLEMS.NO_SUCH_CAMERA);
  const { authorization } = request.headers;
  const caller = { suffix: cameraSuffixOf(request), authorization, address: request.ip };
  const suffix = suffixIfAllowed(camera.access, caller);
  if (suffix !== undefined) return { camera, suffix };
  if (camera.access.basic === undefined)
    throw new ProblemError(PROBLEMS.FORBIDDEN, "The sender may not send as this camera");
  void reply.header("www-authenticate", 'Basic realm="boomgate"');
  throw new ProblemError(PROBLEMS.UNAUTHORIZED, "The camera has a user and a password");
}

async function bodyOf(
  { headers }: FastifyRequest["raw"],
  payload: AsyncIterable<Buffer>,
  inFlight: InFlight,
): Promise<ReceivedBody> {
  const sent = await readBytes(payload, inFlight, MAX_CAMERA_BODY_BYTES);
  let countedBytes = sent.length;
  try {
    const bytes = await expand(sent, headers["content-encoding"], MAX_CAMERA_BODY_BYTES);
    if (!inFlight.addBytes(bytes.length - countedBytes)) throw refusal(PROBLEMS.GATEWAY_FULL, 1);
    countedBytes = bytes.length;
    return { bytes, countedBytes };
  } catch (error) {
    inFlight.removeBytes(countedBytes);
    throw error;
  }
}

const send = (reply: FastifyReply, { status, contentType, body }: Answer) =>
  reply
    .code(status)
    .type(contentType)
    .serializer((value: unknown) => String(value))
    .send(body);
