import { afterEach, describe, expect, it } from "vitest";
import type { EpochRegister } from "./epoch-register.js";

export interface OpenRegister {
  readonly register: EpochRegister;
  readonly close?: () => Promise<void>;
}

/** What every epoch register does, whatever keeps it. */
export function describeEpochRegister(name: string, open: () => Promise<OpenRegister>): void {
  describe(name, () => {
    let opened: OpenRegister | undefined;
    afterEach(() => opened?.close?.());
    const openOne = async () => {
      opened = await open();
      return opened.register;
    };

    it("knows no epoch before one was entered", async () => {
      await expect((await openOne()).newest()).resolves.toBeUndefined();
    });

    it("tells the epoch that was entered last, however often it is asked", async () => {
      const register = await openOne();
      await register.enter("epoch 1");
      await expect(register.newest()).resolves.toBe("epoch 1");
      await register.enter("epoch 2");
      await register.enter("epoch 2");
      await expect(register.newest()).resolves.toBe("epoch 2");
      await expect(register.newest()).resolves.toBe("epoch 2");
    });

    it("tells the loss of the last epoch, and not of one that was replaced", async () => {
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
