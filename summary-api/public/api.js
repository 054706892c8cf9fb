const TIMEOUT_MS = 15_000;

/**
 * The address of the API, relative to the page, which may be below the path of a proxy. Absolute and without user and
 * password: a browser refuses to fetch an address that contains them.
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
 * @throws {Error} with a message for the user
 */
export async function readJson(path) {
  const response = await fetch(addressOf(path), { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => {
      throw new Error("The API does not answer.");
    },
  );
  const body = await response
    .json()
    .catch(() => ({ detail: "The API answers with something that is not JSON." }));
  if (!response.ok) throw new Error(body.detail ?? `The API answers with ${response.status}.`);
  return body;
}
