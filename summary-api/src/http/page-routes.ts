import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { FastifyPluginAsync } from "fastify";

const FOLDER = new URL("../../public/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** The page loads from this server alone: it works without the internet, and injected scripts do not run. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

/** Placeholder of the notice in the page. */
const NOTICE_PLACE = "<!-- notice -->";

/**
 * The page and the OpenAPI document.
 * @param notice - plain text for the top of the page
 */
export const pageRoutes =
  (notice?: string): FastifyPluginAsync =>
  async (app) => {
    for (const [path, file] of filesByPath()) {
      const text = readFileSync(file, "utf8");
      const body = notice === undefined ? text : text.replace(NOTICE_PLACE, noticeOf(notice));
      app.get(path, { schema: { hide: true } }, (_request, reply) =>
        reply
          .type(TYPES[extname(file.pathname)] ?? "text/plain")
          .header("cache-control", "no-cache")
          .header("content-security-policy", POLICY)
          .header("x-content-type-options", "nosniff")
          .send(body),
      );
    }
    app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  };

function filesByPath(): ReadonlyMap<string, URL> {
  const own = readdirSync(FOLDER).filter((name) => TYPES[extname(name)] !== undefined);
  return new Map([
    ...own.map(
      (name) => [name === "index.html" ? "/" : `/${name}`, new URL(name, FOLDER)] as const,
    ),
    ["/uplot.js", installed("uplot/dist/uPlot.iife.min.js")],
    ["/uplot.css", installed("uplot/dist/uPlot.min.css")],
  ]);
}

/** The chart library is read from node_modules, never from a network. */
const installed = (file: string) => pathToFileURL(createRequire(import.meta.url).resolve(file));

const noticeOf = (text: string) =>
  `<p class="notice" role="note">${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`;
