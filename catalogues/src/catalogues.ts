import { configCatalogue } from "./config-catalogue.js";
import { errorClassesIn } from "./error-classes.js";
import { errorsCatalogue } from "./errors-catalogue.js";
import { metricsCatalogue } from "./metrics-catalogue.js";
import { services } from "./services.js";
import { readSources } from "./sources.js";

/** The printed pages of `docs/`, by their file names. */
export function printCatalogues(): Readonly<Record<string, string>> {
  return {
    "config.md": configCatalogue(services),
    "errors.md": errorsCatalogue(readSources().flatMap(errorClassesIn)),
    "metrics.md": metricsCatalogue(services),
  };
}
