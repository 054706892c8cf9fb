import { fileURLToPath } from "node:url";
import { Ajv, type SchemaObject } from "ajv";
import { createGenerator } from "ts-json-schema-generator";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The JSON schema of the SDK's types, which allows no property they do not name.
 * @returns says what in a dashboard breaks it; empty is good
 */
export function createSchemaCheck(): (dashboard: unknown) => readonly string[] {
  const type = "CheckedDashboard";
  const generator = createGenerator({
    path: here("checked-dashboard.ts"),
    tsconfig: here("../../tsconfig.json"),
    type,
    expose: "none", // the SDK has several types of one name
    discriminatorType: "open-api",
    skipTypeCheck: true, // `npm run check:types` does it
  });
  const isValid = new Ajv({ discriminator: true, allowUnionTypes: true }).compile(
    generator.createSchema(type) as SchemaObject,
  );
  return (dashboard) => {
    if (isValid(dashboard)) return [];
    return (isValid.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(" "),
    );
  };
}
