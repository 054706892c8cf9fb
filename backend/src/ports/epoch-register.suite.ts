import { afterEach, describe, expect, it } from "vitest";
import type { EpochRegister } from "./epoch-register.js";

interface OpenRegister {
  readonly register: EpochRegister;
  readonly close?: () => Promise<void>;
}

/** What every adapter of the epoch register does. */
export function describeEpochRegister(name: string, open: () => Promise<OpenRegister>): void {
  describe(name, () => {
    let opened: OpenRegister | undefined;
    afterEach(() => opened?.close?.());
    const openOne = async () => {
      opened = await open();
      return opened.register;
    };

    it("has no epoch before one was entered", async () => {
      await expect((await openOne()).newest()).resolves.toBeUndefined();
    });

    it("returns the epoch that was entered last, also when read again", async () => {
      const register = await openOne();
      await register.enter("epoch 1");
      await expect(register.newest()).resolves.toBe("epoch 1");
      await register.enter("epoch 2");
      await register.enter("epoch 2");
      await expect(register.newest()).resolves.toBe("epoch 2");
      await expect(register.newest()).resolves.toBe("epoch 2");
    });

    it("returns the loss of the last epoch, and ignores the loss of a replaced one", async () => {
      const register = await openOne();
      await register.enter("epoch 1");
      await register.enter("lost epoch 1");
      await expect(register.newest()).resolves.toBe("lost epoch 1");
      await register.enter("epoch 2");
      await register.enter("lost epoch 1");
      await expect(register.newest()).resolves.toBe("epoch 2");
    });
  });
}
