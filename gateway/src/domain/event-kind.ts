import { ContractError } from "@boomgate/contracts";

/**
 * What an event says of its kind: by `type`, or by the time that it has.
 * @throws {ContractError} when it says neither, or both
 */
export function kindOf(value: unknown): "entry" | "exit" {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ContractError("event", ["body: must be a JSON object"]);
  }
  const { type, entry_date_time: entered, exit_date_time: exited } = value as Fields;
  if (type === "entry" || type === "exit") return type;
  if (isGiven(type)) throw new ContractError("event", ["type: must be entry or exit"]);
  if (isGiven(entered) !== isGiven(exited)) return isGiven(entered) ? "entry" : "exit";
  throw new ContractError("event", [
    isGiven(entered)
      ? "type: must be there, as the event has both entry_date_time and exit_date_time"
      : "type: must be there, as the event has neither entry_date_time nor exit_date_time",
  ]);
}

interface Fields {
  readonly type?: unknown;
  readonly entry_date_time?: unknown;
  readonly exit_date_time?: unknown;
}

const isGiven = (value: unknown) => value !== undefined && value !== null;
