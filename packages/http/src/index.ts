export * from "./access.js";
export * from "./access-settings.js";
export { type BodyRules, checkBodyLabels } from "./body-labels.js";
export * from "./http-app.js";
export type { ApiDescription } from "./openapi.js";
export * from "./patience.js";
export * from "./problem.js";
export {
  ACCESS_PROBLEMS,
  defineProblems,
  HTTP_PROBLEMS,
  mayBeSentAgain,
  problemBody,
} from "./problem-catalogue.js";
export type { ProblemKind } from "./problem-catalogue.js";
export * from "./read-access.js";
export * from "./request-traces.js";
export * from "./strict-json.js";
export { type Attributes, type Grant, parseTokens, type TokenRules } from "./tokens.js";
