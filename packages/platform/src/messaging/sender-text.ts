import type { Delivery } from "./message-broker.js";

/** A copy of a message has to fit where the message did: this much of what its sender wrote is kept. */
const MAX_BYTES = 4_096;
const MAX_DEPTH = 6;

/**
 * What the sender of a message put beside the body, as JSON for a person to read:
 * `{"headers":{…},"properties":{…}}`, with `"cut":true` where some of it had to be left out.
 * @param passedOn - names of headers that the copy has as they are
 * @returns at most some 4 KB; undefined when there is nothing
 */
export function senderTextOf(
  { headers: all, otherProperties = {} }: Pick<Delivery, "headers" | "otherProperties">,
  passedOn: readonly string[],
): string | undefined {
  const headers = Object.fromEntries(
    Object.entries(all).filter(([name]) => !passedOn.includes(name)),
  );
  const copier = new BoundedCopier(MAX_BYTES);
  const kept = {
    ...(isEmpty(headers) ? {} : { headers: copier.copy(headers, MAX_DEPTH) }),
    ...(isEmpty(otherProperties) ? {} : { properties: copier.copy(otherProperties, MAX_DEPTH) }),
  };
  if (isEmpty(kept)) return undefined;
  return JSON.stringify(copier.isCut ? { ...kept, cut: true } : kept);
}

const isEmpty = (value: object) => Object.keys(value).length === 0;

/** Copies plain values while their JSON fits, and leaves out the others. */
class BoundedCopier {
  isCut = false;

  constructor(private bytesLeft: number) {}

  copy(value: unknown, depth: number): unknown {
    if (typeof value === "string") return this.text(value);
    if (Buffer.isBuffer(value)) return this.text(value.toString("base64"));
    if (typeof value !== "object" || value === null) return this.spend(value);
    if (depth === 0) return this.leaveOut();
    return Array.isArray(value) ? this.list(value, depth - 1) : this.table(value, depth - 1);
  }

  private list(values: readonly unknown[], depth: number): unknown[] {
    const copies: unknown[] = [];
    for (const value of values) {
      if (!this.take(2)) break;
      copies.push(this.copy(value, depth));
    }
    return copies;
  }

  private table(values: object, depth: number): Record<string, unknown> {
    const copies: [string, unknown][] = [];
    for (const [name, value] of Object.entries(values)) {
      if (!this.take(jsonBytes(name) + 2)) break;
      copies.push([name, this.copy(value, depth)]);
    }
    // Not by assignment: a name may be "__proto__".
    return Object.fromEntries(copies);
  }

  /** As much of the beginning as there is room for. */
  private text(value: string): string {
    // A character takes at least a byte; one that is escaped takes six.
    let kept = value.slice(0, Math.max(0, this.bytesLeft));
    while (kept !== "" && jsonBytes(kept) > this.bytesLeft) {
      kept = kept.slice(0, Math.floor(kept.length / 2));
    }
    if (kept.length < value.length) this.isCut = true;
    this.bytesLeft -= jsonBytes(kept);
    return kept;
  }

  private spend(value: unknown): unknown {
    return this.take(jsonBytes(value)) ? value : null;
  }

  private leaveOut(): string {
    this.isCut = true;
    return "…";
  }

  private take(bytes: number): boolean {
    if (bytes > this.bytesLeft) {
      this.isCut = true;
      this.bytesLeft = 0;
      return false;
    }
    this.bytesLeft -= bytes;
    return true;
  }
}

/** `undefined` for values that JSON has no form for; `JSON.stringify` leaves them out. */
const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? "");
