const SECONDS = 60;

/** Counts events within the last 60 seconds. */
export class MinuteRate {
  /** @type {{ second: number, count: number }[]} */
  #counts = [];

  /** @param {readonly number[]} perSecond the last seconds, the current one last */
  restart(perSecond) {
    const now = currentSecond();
    this.#counts = perSecond.map((count, index) => ({
      second: now - perSecond.length + 1 + index,
      count,
    }));
  }

  /** @param {number} count */
  add(count) {
    this.#counts.push({ second: currentSecond(), count });
  }

  get total() {
    const oldest = currentSecond() - SECONDS;
    this.#counts = this.#counts.filter(({ second }) => second > oldest);
    return this.#counts.reduce((sum, { count }) => sum + count, 0);
  }
}

const currentSecond = () => Math.floor(Date.now() / 1_000);
