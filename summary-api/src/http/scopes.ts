/**
 * What tokens allow: send summaries, read stays, or everything. `ingest` belongs to the gateway, so that both services
 * can have one file of tokens.
 */
export const SCOPES = ["write", "read", "ingest", "admin"] as const;
export type Scope = Exclude<(typeof SCOPES)[number], "ingest">;
