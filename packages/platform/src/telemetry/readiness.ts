/** What has to be true before events are worth sending here: `{ broker: true, store: false }`. */
export type Readiness = Readonly<Record<string, boolean>>;

/** A check that fails or does not answer in time is an answer too: `{ answering: false }`. */
export async function answerWithin(
  timeoutMs: number,
  readiness: () => Promise<Readiness> | Readiness,
): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ answering: false }), timeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(readiness), late]);
  } catch {
    return { answering: false };
  } finally {
    clearTimeout(timer);
  }
}
