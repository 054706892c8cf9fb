/** Numbers from 0 to below 1; the same seed gives the same. Mulberry32, which is enough for pictures. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Around 0, with a deviation of 1: near enough to a bell. */
export const bell = (random: () => number): number =>
  random() + random() + random() + random() + random() + random() - 3;
