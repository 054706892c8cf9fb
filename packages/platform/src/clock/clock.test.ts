import { expect, it } from "vitest";
import { systemClock } from "./clock.js";

it.each(["before", "while"])(
  "ends a sleep that is aborted %s it, with the reason",
  async (when) => {
    const stopping = new AbortController();
    const reason = new Error("the process is stopping");
    if (when === "before") stopping.abort(reason);
    const sleeping = systemClock.sleep(60_000, stopping.signal);
    stopping.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  },
);
