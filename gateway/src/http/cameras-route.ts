import type { Camera } from "@boomgate/cameras";
import { ACCESS_PROBLEMS } from "@boomgate/http";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { CameraFile } from "../cameras/camera-file.js";
import type { CameraWords } from "../cameras/camera-words.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";
import { CAMERAS_PATH } from "./paths.js";

const wordSchema = z.object({
  received_at: z.string(),
  passages: z.int(),
  skipped: z.array(z.string()).describe("Why parts of it were no passages"),
  problems: z.array(z.string()).describe("What could not be read: a code, and where"),
  heartbeat: z.boolean(),
  confirmed: z.boolean().describe("False: the camera was made to send it again"),
});

const camerasSchema = z
  .object({
    cameras: z.array(
      z.object({
        name: z.string(),
        vendor: z.string(),
        lot_id: z.string(),
        gate_id: z.string().nullable(),
        last_word: wordSchema.nullable().describe("The last message since the start"),
      }),
    ),
  })
  .meta({
    id: "Cameras",
    description: "The cameras of CAMERAS_FILE, and what each last sent to this replica",
    examples: [
      {
        cameras: [
          {
            ...{ name: "north-1", vendor: "hikvision", lot_id: "main", gate_id: "north" },
            last_word: {
              received_at: "2026-11-20T09:30:31.020Z",
              ...{ passages: 1, skipped: [], problems: [], heartbeat: false, confirmed: true },
            },
          },
        ],
      },
    ],
  });

export interface CamerasParts {
  readonly cameras: Pick<CameraFile, "all">;
  readonly words: CameraWords;
}

export function camerasRoute({ cameras, words }: CamerasParts): FastifyPluginAsyncZod {
  const viewOf = ({ name, vendor, lotId, gateId }: Camera) => {
    const word = words.of(name);
    return {
      ...{ name, vendor, lot_id: lotId, gate_id: gateId ?? null },
      last_word: word
        ? {
            received_at: new Date(word.receivedMs).toISOString(),
            passages: word.passages,
            skipped: [...word.skipped],
            problems: [...word.problems],
            heartbeat: word.isHeartbeat,
            confirmed: word.isConfirmed,
          }
        : null,
    };
  };
  return async (app) => {
    app.get(
      CAMERAS_PATH,
      {
        config: { problems: [PROBLEMS.INTERNAL, ...ACCESS_PROBLEMS] },
        schema: {
          operationId: "listCameras",
          summary: "The cameras, and what each last sent",
          response: { 200: camerasSchema },
        },
      },
      async () => ({ cameras: [...(await cameras.all()).values()].map(viewOf) }),
    );
  };
}
