import { existsSync } from "node:fs";
import { describe } from "vitest";
import { SKIP_MARK } from "./provided.js";

const PACKAGES = new URL("../../../../tracing/node_modules", import.meta.url);

/** True when the optional packages that export traces are installed; REQUIRE_SERVICES=1 wants them. */
function hasTracingPackages(): boolean {
  if (existsSync(PACKAGES)) return true;
  if (process.env["REQUIRE_SERVICES"] !== "1") return false;
  throw new Error("REQUIRE_SERVICES=1, and the packages are not there: npm ci --prefix tracing");
}

/** A `describe` that exports traces by OpenTelemetry; skipped, saying so, without its packages. */
export function describeWithTracing(title: string, body: () => void): void {
  if (hasTracingPackages()) describe(title, body);
  else describe.skip(`${title} ${SKIP_MARK} OpenTelemetry]`, body);
}
