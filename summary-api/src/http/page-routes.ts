import { readFileSync } from "node:fs";
import type { FastifyPluginAsync } from "fastify";

const FILES = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
} as const;

/** The page loads from here alone: it works without the internet, and injected markup cannot run. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

/** Where the notice stands in the page. */
const NOTICE_PLACE = "<!-- notice -->";

/**
 * The page and the API's description of itself.
 * @param notice - plain text shown above everything else
 */
export const pageRoutes =
  (notice?: string): FastifyPluginAsync =>
  async (app) => {
    for (const [url, [file, type]] of Object.entries(FILES)) {
      const text = readFileSync(new URL(`../../public/${file}`, import.meta.url), "utf8");
      const body = notice === undefined ? text : text.replace(NOTICE_PLACE, noticeOf(notice));
      app.get(url, { schema: { hide: true } }, (_request, reply) =>
        reply
          .type(type)
          .header("cache-control", "no-cache")
          .header("content-security-policy", POLICY)
          .header("x-content-type-options", "nosniff")
          .send(body),
      );
    }
    app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  };

const noticeOf = (text: string) =>
  `<p class="notice" role="note">${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`;
