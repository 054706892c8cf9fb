import type { TestProject } from "vitest/node";
import { findOrStartServices, type ServiceReports } from "../services/find-or-start.js";
import { serviceNames } from "../services/service.js";
import { serviceBox } from "./service-box.js";

/** Finds or starts the services before the integration tests, stops them afterwards and prints which there were. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const services = await findOrStartServices();
  const missing = serviceNames.filter((name) => services.reports[name].state === "missing");
  if (missing.length > 0 && process.env["REQUIRE_SERVICES"] === "1") {
    await services.stop();
    print(services.reports, []);
    throw new Error(`REQUIRE_SERVICES=1, and ${missing.join(" and ")} cannot be had`);
  }
  project.provide("services", services.reports);
  return async () => {
    await services.stop();
    print(services.reports, testsOf(project));
  };
}

/** Full names of the integration tests of this run. */
function testsOf(project: TestProject): string[] {
  return project.vitest.state
    .getTestModules()
    .filter((module) => module.project === project)
    .flatMap((module) => [...module.children.allTests()].map((test) => test.fullName));
}

/** To standard error: standard output may be a report that a program reads. */
function print(reports: ServiceReports, tests: readonly string[]): void {
  process.stderr.write(`\n${serviceBox(reports, tests)}\n`);
}
