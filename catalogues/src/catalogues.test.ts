import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { printCatalogues } from "./catalogues.js";
import { errorClassesIn } from "./error-classes.js";
import { metricsOf } from "./metrics-catalogue.js";
import { services } from "./services.js";
import { readSources, repository } from "./sources.js";

describe("the printed catalogues", () => {
  it.each(Object.entries(printCatalogues()))("%s says what the code says", (file, text) => {
    const printed = readFileSync(join(repository, "docs", file), "utf8");
    expect(printed, "run `npm run catalogues` and commit what it printed").toBe(text);
  });

  it("have every metric that the code names", () => {
    const printed = metricsOf(services).map(({ name }) => name);
    const named = readSources().flatMap((source) =>
      [...source.matchAll(/"(parking_[a-z_]+)",/g)].map(([, name = ""]) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].toSorted()).toEqual(printed);
  });

  it.each(["prometheus/rules", "grafana/dashboards"])(
    "have every metric that %s asks for",
    (folder) => {
      const printed = new Set(metricsOf(services).map(({ name }) => name));
      const asked = readdirSync(join(repository, folder)).flatMap((file) =>
        (
          readFileSync(join(repository, folder, file), "utf8").match(/\bparking_[a-z_]+/g) ?? []
        ).map((name) => name.replace(/_(?:bucket|sum|count)$/, "")),
      );
      expect(asked.length).toBeGreaterThan(10);
      expect([...new Set(asked)].filter((name) => !printed.has(name))).toEqual([]);
    },
  );

  it("have every error class with a code", () => {
    const sources = readSources();
    const codes = sources.flatMap((source) => [...source.matchAll(/readonly code\b.* = "/g)]);
    expect(codes.length).toBeGreaterThan(3);
    expect(sources.flatMap(errorClassesIn)).toHaveLength(codes.length);
  });

  it("have a sentence for every setting and every error", () => {
    for (const { settings } of services) {
      for (const setting of Object.values(settings)) expect(setting.doc).toMatch(/\.$/);
    }
    for (const { doc } of readSources().flatMap(errorClassesIn)) expect(doc).toMatch(/\.$/);
  });
});

it("an error class is found with its comment, code and recovery", () => {
  const source = `
/** Something else. */
export const a = 1;

/**
 * Parked, not retried: the sink said no.
 * @see docs
 */
export class SummaryRefusedError extends RecoverableError {
  readonly code = "SUMMARY_REFUSED";
  readonly recovery = "park";
}

export class PlainError extends Error {
  readonly status = "code";
}

export class BareError extends Error {
  override readonly code: string = "BARE";
}
`;
  expect(errorClassesIn(source)).toEqual([
    {
      name: "SummaryRefusedError",
      code: "SUMMARY_REFUSED",
      recovery: "park",
      doc: "Parked, not retried: the sink said no.",
    },
    { name: "BareError", code: "BARE", recovery: undefined, doc: "" },
  ]);
});
