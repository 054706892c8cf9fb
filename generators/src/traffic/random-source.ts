import { randomInt } from "node:crypto";
import { en, Faker } from "@faker-js/faker";

const STREAMS = ["entry", "exit", "plates", "regulars"] as const;

/**
 * The random numbers of one generator: the same seed and stream give the same plates, lots and gaps.
 * @param stream - gives generators with the same seed different numbers
 */
export class RandomSource {
  private readonly faker = new Faker({ locale: en });

  constructor(seed: number, stream: (typeof STREAMS)[number]) {
    this.faker.seed([seed, STREAMS.indexOf(stream) + 1]);
  }

  /** @param format - a pattern like "[A-Z]{2}[0-9]{3}[A-Z]{2}" */
  plate(format: string): string {
    return this.faker.helpers.fromRegExp(format);
  }

  oneOf(values: readonly string[]): string {
    return this.faker.helpers.arrayElement(values);
  }

  /** 1 to 100, both included. */
  percent(): number {
    return this.faker.number.int({ min: 1, max: 100 });
  }

  /** Time to the next arrival of a Poisson process. */
  gapMs(ratePerSecond: number): number {
    const uniform = this.faker.number.float({ min: 0, max: 1 });
    return (-Math.log(Math.max(1 - uniform, Number.EPSILON)) * 1_000) / ratePerSecond;
  }
}

export const randomSeed = (): number => randomInt(2 ** 31);
