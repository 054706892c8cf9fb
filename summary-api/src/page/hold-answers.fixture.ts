import type { Page } from "@boomgate/testing/browser";

export interface HeldAnswer {
  /** The API has answered, and the page does not know yet. */
  readonly isHeld: Promise<void>;
  /** Hands the answer to the page; resolves when the page has drawn what it made of it. */
  release(): Promise<void>;
}

/** Holds back the next answer from an address of this pattern; those after it pass. */
export async function holdAnswers(page: Page, pattern: string): Promise<HeldAnswer> {
  const held = deferred();
  const released = deferred();
  const handed = deferred();
  const routing = page.route(
    pattern,
    async (route) => {
      const response = await route.fetch();
      held.resolve();
      await released.promise;
      await route.fulfill({ response });
      handed.resolve();
    },
    { times: 1 },
  );
  await routing;
  return {
    isHeld: held.promise,
    async release() {
      released.resolve();
      await handed.promise;
      await page.evaluate(
        "new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 100))",
      );
    },
  };
}

function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
