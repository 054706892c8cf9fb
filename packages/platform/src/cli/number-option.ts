import { InvalidArgumentError } from "commander";

export interface NumberRange {
  readonly min: number;
  readonly max?: number;
  /** False for fractions, too. */
  readonly whole?: boolean;
}

/** Reads the value of an option of a command line; commander prints the message of the error it throws. */
export function numberOption({ min, max = 9_999_999_999, whole = true }: NumberRange) {
  return (text: string): number => {
    const value = Number(text);
    const isRight = whole ? /^\d+$/.test(text) : text.trim() !== "";
    if (isRight && value >= min && value <= max) return value;
    const kind = whole ? "a whole number" : "a number";
    throw new InvalidArgumentError(`must be ${kind} from ${min} to ${max}.`);
  };
}
