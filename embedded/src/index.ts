export { type Reconciliation, reconcile, type Sides } from "./reconciliation.js";
export { reconciliationTable } from "./terminal/reconciliation-table.js";
