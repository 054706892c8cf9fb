/**
 * Joins calls: the work is done in the next frame, and not again before the pause is over.
 * @param {number} pauseMs
 * @param {() => void | Promise<void>} work
 * @returns {() => void}
 */
export function soon(pauseMs, work) {
  let doneAt = -Infinity;
  let isPlanned = false;
  let isWorking = false;
  let isWanted = false;

  const run = async () => {
    isPlanned = false;
    isWorking = true;
    doneAt = performance.now();
    try {
      await work();
    } finally {
      isWorking = false;
      if (isWanted) plan();
    }
  };
  function plan() {
    isWanted = isWorking;
    if (isPlanned || isWorking) return;
    isPlanned = true;
    const wait = doneAt + pauseMs - performance.now();
    if (wait > 0) setTimeout(() => void run(), wait);
    else requestAnimationFrame(() => void run());
  }
  return plan;
}
