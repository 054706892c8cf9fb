import { describe, inject } from "vitest";
import { isInstalled } from "../services/find-program.js";
import type { ServiceName } from "../services/service.js";
import { SKIP_MARK } from "./provided.js";

/**
 * A `describe` that needs real services; skipped, with the reason in its name, when one is missing.
 * @param body - gets the addresses; share the services: own database, queue names and key prefix
 */
export function describeWith<Name extends ServiceName>(
  needs: Name | readonly Name[],
  title: string,
  body: (urls: Readonly<Record<Name, string>>) => void,
): void {
  const names = typeof needs === "string" ? [needs] : needs;
  const reports = inject("services");
  const missing = names.filter((name) => reports[name].state === "missing");
  const urls = Object.fromEntries(names.map((name) => [name, urlOf(name)]));
  describeUnless(missing, title, () => body(urls as Record<Name, string>));
}

/**
 * A `describe` that runs a program of the system; skipped when it is not installed, and a failure with
 * REQUIRE_SERVICES=1.
 */
export function describeWithProgram(program: string, title: string, body: () => void): void {
  const isHere = isInstalled(program, process.env["PATH"]);
  if (!isHere && process.env["REQUIRE_SERVICES"] === "1") {
    throw new Error(`REQUIRE_SERVICES=1, and ${program} is not installed`);
  }
  describeUnless(isHere ? [] : [program], title, body);
}

function describeUnless(missing: readonly string[], title: string, body: () => void): void {
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} ${SKIP_MARK} ${missing.join(", ")}]`, body);
}

/** Collecting the tests of a skipped block needs an address, too: one that leads nowhere. */
function urlOf(name: ServiceName): string {
  const report = inject("services")[name];
  return report.state === "missing" ? `${name}://${name}.invalid` : report.url;
}
