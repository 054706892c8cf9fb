import type { QueueDefinition } from "../topology.js";

/** Arguments of a queue as it exists, also those that another program gave it. */
export type QueueArguments = Readonly<Record<string, string | number | boolean>>;

/** The broker names one difference at a time; no queue has more arguments than that. */
const MOST_DIFFERENCES = 20;

const DIFFERENCE = /inequivalent arg '([^']+)' .*current is (none|(?:the value )?'([^']*)')/s;
const TYPE = /of type '([a-z]+)'"?$/;

/**
 * What arguments a queue has that exists already with others than ours. Only a refused declaration shows
 * them: each names one difference, and the next declaration leaves that out.
 * @param declare - declares the queue with these arguments; it exists, so nothing is changed
 * @returns `undefined` when the broker's words are not understood
 */
export async function argumentsInUse(
  declare: (given: QueueArguments) => Promise<unknown>,
  given: QueueDefinition["arguments"],
): Promise<QueueArguments | undefined> {
  const found: Record<string, string | number | boolean> = { ...given };
  for (let turn = 0; turn < MOST_DIFFERENCES; turn += 1) {
    try {
      await declare(found);
      return found;
    } catch (error) {
      const text = (error as Error).message;
      const [, name, current, value] = DIFFERENCE.exec(text) ?? [];
      if (name === undefined) return undefined;
      if (current === "none" || value === undefined) delete found[name];
      else found[name] = valueOf(value, TYPE.exec(text)?.[1], found[name]);
    }
  }
  return undefined;
}

/** @param type - as the broker calls it; left out where both have the same */
function valueOf(value: string, type: string | undefined, ours: unknown) {
  if (type === "bool" || typeof ours === "boolean") return value === "true";
  const isNumber = type === undefined ? typeof ours === "number" : type !== "longstr";
  return isNumber && Number.isFinite(Number(value)) ? Number(value) : value;
}
