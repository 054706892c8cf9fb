import type { Audit } from "./audit.js";

/** The audit for a program: snake case, shares from 0 to 1. */
export const auditJson = (audit: Audit, broken: readonly string[]) => ({
  ...(inSnakeCase(audit) as object),
  failed: broken,
});

function inSnakeCase(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replaceAll(/[A-Z]/g, (upper) => `_${upper.toLowerCase()}`),
      inSnakeCase(inner),
    ]),
  );
}
