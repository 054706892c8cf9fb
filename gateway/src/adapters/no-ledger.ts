import { LedgerOffError, type ReadLedger } from "../ports/read-ledger.js";

const off = async () => {
  throw new LedgerOffError();
};

/** Of a gateway that was not given the address of a ledger. */
export const noLedger: ReadLedger = { find: off, parked: off };
