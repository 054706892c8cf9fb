import { type DueRegister, HISTORY_HEAD } from "@boomgate/backend";
import type * as Backend from "@boomgate/backend";

/** The strings that Redis holds. */
export interface Values {
  get(key: string): string | undefined;
  write(key: string, value: string): void;
}

interface SavedDocument {
  readonly key: string;
  readonly value: string;
}

const NONE = "";

/**
 * The scripts of the history store in TypeScript. Documents are `format|version|due|unposted|json`; the floor and
 * the due register are strings as well, so that they can be lost like documents.
 */
export class SimScripts {
  constructor(
    private readonly values: Values,
    private readonly register: typeof Backend.DueRegister,
    private readonly onSaved: (saved: SavedDocument) => void,
    private readonly onConflict: () => void,
  ) {}

  /** @returns what the script of the same name returns */
  saveHistories(keys: readonly string[], given: readonly string[], nowMs: number): string[] {
    const [floorKey = "", registerKey = "", ...documents] = keys;
    const [slot, afterSave, afterSaveOpen, format = "", ...rest] = given;
    const lifetimes = {
      slotMs: Number(slot),
      afterSaveMs: Number(afterSave),
      afterSaveOpenMs: Number(afterSaveOpen),
    };
    const register = this.registerOf(lifetimes, floorKey, registerKey, nowMs);
    const answers = documents.map((key, index) =>
      this.save(key, format, rest.slice(6 * index, 6 * index + 6), register, nowMs),
    );
    this.keep(register, floorKey, registerKey);
    return [...answers, textOf(register.floorMs)];
  }

  postedHistories(keys: readonly string[], given: readonly string[], nowMs: number): number {
    const [slot, afterSave, ...rest] = given;
    const lifetimes = { slotMs: Number(slot), afterSaveMs: Number(afterSave), afterSaveOpenMs: 0 };
    const dueMs = new this.register(lifetimes).enter(NOTHING_NEW, nowMs);
    for (const [index, key] of keys.entries()) {
      const current = this.values.get(key);
      const [head, format, version, lastDue, unposted = NONE] =
        HISTORY_HEAD.exec(current ?? "") ?? [];
      if (current === undefined || head === undefined || unposted === NONE) continue;
      const posted = Number(rest[2 * index]);
      const andEarlier = rest[2 * index + 1] === "1";
      const left = unposted
        .split(" ")
        .filter((save) => Number(save) !== posted && !(andEarlier && Number(save) < posted));
      if (left.join(" ") === unposted) continue;
      const due = left.length === 0 ? Math.max(Number(lastDue), dueMs) : lastDue;
      const json = current.slice(head.length);
      this.values.write(key, [format, version, due, left.join(" "), json].join("|"));
    }
    return 1;
  }

  floor(keys: readonly string[], [atLeast = NONE]: readonly string[], nowMs: number): string {
    const [floorKey = "", registerKey = ""] = keys;
    const register = this.registerOf(ANY_LIFETIMES, floorKey, registerKey, nowMs);
    if (atLeast !== NONE) register.raise(Number(atLeast));
    this.keep(register, floorKey, registerKey);
    return textOf(register.floorMs);
  }

  private save(
    key: string,
    format: string,
    [expected, json, oldest, matters, open, isUnposted]: readonly string[],
    register: DueRegister,
    nowMs: number,
  ): string {
    const [, , before = "0", lastDue = "0", tokens = NONE] =
      HISTORY_HEAD.exec(this.values.get(key) ?? "") ?? [];
    if (before !== expected) {
      this.onConflict();
      return "0";
    }
    if (register.isBelowFloor(msOf(oldest))) return "-1";
    const dueMs = register.enter({ mattersUntilMs: msOf(matters), openUntilMs: msOf(open) }, nowMs);
    const version = String(Math.max(Number(before) + 1, nowMs));
    const unposted = isUnposted === "1" ? [tokens, version].join(" ").trim() : tokens;
    const value = [format, version, Math.max(Number(lastDue), dueMs), unposted, json].join("|");
    this.values.write(key, value);
    this.onSaved({ key, value });
    return version;
  }

  private registerOf(
    lifetimes: Lifetimes,
    floorKey: string,
    registerKey: string,
    nowMs: number,
  ): DueRegister {
    const register = new this.register(lifetimes);
    const [floor = NONE] = (this.values.get(floorKey) ?? NONE).split(" ");
    if (floor !== NONE) register.raise(Number(floor));
    register.restore(JSON.parse(this.values.get(registerKey) ?? "[]") as Entries);
    register.advance(nowMs);
    return register;
  }

  private keep(register: DueRegister, floorKey: string, registerKey: string): void {
    this.writeNew(floorKey, `${textOf(register.floorMs)} `);
    this.writeNew(registerKey, JSON.stringify(register.entries));
  }

  private writeNew(key: string, value: string): void {
    if (this.values.get(key) !== value) this.values.write(key, value);
  }
}

type Lifetimes = ConstructorParameters<typeof Backend.DueRegister>[0];
type Entries = DueRegister["entries"];

const NOTHING_NEW = { mattersUntilMs: undefined, openUntilMs: undefined };
const ANY_LIFETIMES: Lifetimes = { slotMs: 1, afterSaveMs: 0, afterSaveOpenMs: 0 };

const textOf = (ms: number): string => (Number.isFinite(ms) ? String(ms) : NONE);
const msOf = (text: string | undefined): number | undefined =>
  text === undefined || text === NONE ? undefined : Number(text);
