import { createLogger, type Logger } from "@boomgate/platform/telemetry";
import { type SpanSink, Tracer } from "@boomgate/platform/tracing";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  type AccessConfig,
  createHttpApp,
  defineProblems,
  HTTP_PROBLEMS,
  type Patience,
  ProblemError,
  readAccess,
  readStrictJson,
  RequestTraces,
} from "./index.js";

const SCOPES = ["write", "read", "admin"] as const;
export const NOTES_PROBLEMS = {
  ...HTTP_PROBLEMS,
  ...defineProblems({
    NO_SUCH_NOTE: { status: 404, title: "No such note" },
    TOO_MANY_NOTES: { status: 503, title: "Too many notes" },
  }),
};

export class TooManyNotesError extends Error {}

const noteSchema = z
  .object({ text: z.string() })
  .meta({ id: "Note", description: "One note", examples: [{ text: "milk" }] });

export interface NotesParts {
  readonly config?: Partial<AccessConfig>;
  readonly patience?: Patience;
  readonly log?: Logger;
  readonly spans?: SpanSink;
  readonly ownTokens?: string;
}

/** A small API that has nothing to do with parking: it keeps notes in memory. */
export async function notesApi({ config, patience, spans, ownTokens, ...parts }: NotesParts = {}) {
  const { log = createLogger({ service: "notes", level: "silent", showPlates: false }) } = parts;
  const settings: AccessConfig = {
    HTTP_HOST: "127.0.0.1",
    ALLOWED_HOSTS: undefined,
    API_TOKENS: undefined,
    API_TOKENS_FILE: undefined,
    ...config,
  };
  const { access, isOwnHost } = await readAccess(settings, { scopes: SCOPES, ownTokens, log });
  const traces = new RequestTraces(new Tracer({ service: "notes", spans }));
  const notes: string[] = [];
  const answered: string[] = [];
  const app = await createHttpApp(
    {
      description: { title: "Notes", description: "Keeps notes.", problems: NOTES_PROBLEMS },
      log,
      traces,
      isOwnHost,
      patience,
      problemOf: (error) =>
        error instanceof TooManyNotesError
          ? { kind: NOTES_PROBLEMS.TOO_MANY_NOTES, detail: "Come back later" }
          : undefined,
      onAnswered: ({ method, routeOptions }, { statusCode }) =>
        void answered.push(`${method} ${routeOptions.url ?? "unknown"} ${statusCode}`),
    },
    async (server) => {
      await server.register(async (writing) => {
        writing.addHook("onRequest", access("write"));
        writing.addHook("onResponse", async (request, reply) => traces.exportSpan(request, reply));
        readStrictJson(writing);
        writing.post("/notes", async (request, reply) => {
          const { text } = request.body as { text: string };
          if (text === "full") throw new TooManyNotesError();
          if (text === "broken") throw new Error("a secret of ours");
          request.log.info("note stored");
          notes.push(text);
          return reply.code(201).send({ text });
        });
      });
      const readRoutes: FastifyPluginAsyncZod = async (reading) => {
        reading.addHook("onRequest", access("read"));
        reading.get(
          "/notes/:number",
          {
            config: { problems: [NOTES_PROBLEMS.NO_SUCH_NOTE, NOTES_PROBLEMS.TOO_MANY_NOTES] },
            schema: {
              operationId: "readNote",
              params: z.object({ number: z.coerce.number().int() }),
              response: { 200: noteSchema },
            },
          },
          async ({ params }) => {
            const text = notes[params.number];
            if (text === undefined) throw new ProblemError(NOTES_PROBLEMS.NO_SUCH_NOTE);
            return { text };
          },
        );
        reading.get("/openapi.json", { schema: { hide: true } }, () => server.swagger());
      };
      await server.register(readRoutes);
    },
  );
  return { app, answered };
}

/** The same, listening. */
export async function runningNotesApi(parts: NotesParts = {}) {
  const { app } = await notesApi(parts);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return { url, port: Number(new URL(url).port), stop: () => app.close() };
}
