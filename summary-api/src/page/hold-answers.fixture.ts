import type { Page } from "@boomgate/testing/browser";

interface HeldAnswer {
  /** Resolves when the API has answered; the page does not have the answer yet. */
  readonly isHeld: Promise<void>;
  /** Passes the answer on to the page; resolves when the page has drawn it. */
  release(): Promise<void>;
}

/** Delays the next answer of an address of this pattern, and none after it. */
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
