/** What a token may allow: send summaries, read stays, or everything. */
export const SCOPES = ["write", "read", "admin"] as const;
export type Scope = (typeof SCOPES)[number];
