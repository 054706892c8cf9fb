const TIMEOUT_MS = 15_000;

/**
 * Where the API is: beside the page, wherever a proxy has put that. Made absolute, and without what stands before
 * an @: a browser refuses to ask an address with a password in it.
 * @param {string} path "api/v1/live"
 */
export function addressOf(path) {
  const { origin, pathname } = location;
  return new URL(path, new URL(".", origin + pathname));
}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 * @throws {Error} whose message may be shown
 */
export async function readJson(path) {
  const response = await fetch(addressOf(path), { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => {
      throw new Error("The API does not answer.");
    },
  );
  const body = await response.json().catch(() => ({ detail: "The API answers what is no JSON." }));
  if (!response.ok) throw new Error(body.detail ?? `The API answers ${response.status}.`);
  return body;
}
