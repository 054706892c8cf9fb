/**
 * What tokens allow: send events and ask what became of them, or everything. `write` and `read` belong to the summary
 * API, so that both services can have one file of tokens.
 */
export const SCOPES = ["ingest", "write", "read", "admin"] as const;
export type Scope = "ingest" | "admin";
