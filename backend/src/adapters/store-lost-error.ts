/** Held until somebody says what to do: a wrong pair could follow from what the store has forgotten. */
export class StoreLostError extends Error {
  readonly code = "STORE_LOST";

  constructor(what: string) {
    super(`Redis ${what}; events wait until it is rebuilt: npm run rebuild`);
    this.name = "StoreLostError";
  }
}
