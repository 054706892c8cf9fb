import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scrapeOver } from "./scrape.js";

const server = createServer((request, response) => {
  if (request.url === "/metrics") response.end("notes_total 1\n");
  else response.writeHead(500).end("stack trace");
});
let port: number;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => void server.close());

it("scrapes all addresses of a name, and a process with IPv4 and IPv6 once", async () => {
  const answers = await scrapeOver([`http://localhost:${port}/metrics`])();
  const instance = `http://127.0.0.1:${port}/metrics`;
  expect(answers).toEqual([{ instance, text: "notes_total 1\n" }]);
});

it("reports which processes do not answer, without delaying the others", async () => {
  const broken = `http://127.0.0.1:${port}/broken`;
  const nowhere = "http://service.invalid:9464/metrics";
  const working = `http://127.0.0.1:${port}/metrics`;
  expect(await scrapeOver([broken, nowhere, working])()).toEqual([
    { instance: broken, text: undefined },
    { instance: nowhere, text: undefined },
    { instance: working, text: "notes_total 1\n" },
  ]);
});
