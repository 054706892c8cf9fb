import { addressOf } from "./api.js";

/** The feed sends a beat each 15 seconds. */
const SILENCE_MS = 40_000;
const AGAIN_MS = 2_000;

/**
 * @typedef {object} Listener
 * @property {(newPerSecond: readonly number[]) => void} onOpen after each connection; stays from
 *   before are not sent
 * @property {(tick: Tick) => void} onTick
 * @property {() => void} onErased stays were deleted
 * @property {() => void} onLost once for each connection lost
 *
 * @typedef {object} Tick
 * @property {number} new
 * @property {number} revised
 * @property {readonly import("./stay-list.js").Stay[]} stays fewer than counted when many came
 */

/**
 * Follows the live stream, and connects again whenever it is lost.
 * @param {Listener} listener
 */
export function follow({ onOpen, onTick, onErased, onLost }) {
  /** @type {EventSource | undefined} */
  let source;
  let isLive = false;
  let heardAt = Date.now();

  const lose = () => {
    if (isLive) onLost();
    isLive = false;
  };
  const connect = () => {
    source?.close();
    const opened = new EventSource(addressOf("api/v1/live"));
    source = opened;
    heardAt = Date.now();
    /** @param {string} name @param {(data: string) => void} take */
    const on = (name, take) =>
      opened.addEventListener(name, ({ data }) => {
        heardAt = Date.now();
        take(data);
      });
    on("hello", (data) => {
      isLive = true;
      onOpen(JSON.parse(data).new_per_second ?? []);
    });
    on("stays", (data) => onTick(JSON.parse(data)));
    on("erased", onErased);
    on("beat", () => undefined);
    opened.addEventListener("error", () => {
      lose();
      // A browser connects again by itself, but not after an answer such as 503 or 401.
      if (opened.readyState === EventSource.CLOSED) setTimeout(reconnect, AGAIN_MS, opened);
    });
  };
  /** @param {EventSource | undefined} after the lost connection; nothing is done if there is a newer one already */
  const reconnect = (after) => {
    if (after === source) connect();
  };
  connect();
  setInterval(() => {
    if (Date.now() - heardAt < SILENCE_MS) return;
    lose();
    connect();
  }, 5_000);
}
