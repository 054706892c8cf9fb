import { LedgerOffError, type ReadLedger } from "../ports/read-ledger.js";

/** Of a gateway that was not given the address of a ledger. */
export const noLedger: ReadLedger = {
  find: async () => {
    throw new LedgerOffError();
  },
};
