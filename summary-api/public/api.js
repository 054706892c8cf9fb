const TIMEOUT_MS = 15_000;

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 * @throws {Error} whose message may be shown
 */
export async function readJson(path) {
  // Made absolute: a browser refuses to ask relative to an address with a password in it.
  const url = new URL(path, location.origin);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw new Error("The API does not answer.");
  });
  const body = await response.json().catch(() => ({ detail: "The API answers what is no JSON." }));
  if (!response.ok) throw new Error(body.detail ?? `The API answers ${response.status}.`);
  return body;
}
