import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { ReadIdentity } from "@boomgate/contracts";

/** What a receipt says to whoever has its key. */
export interface Receipt {
  /** Of the read, by which the ledger is asked. */
  readonly identity: ReadIdentity;
  readonly account: string;
  /** Ms since 1970. */
  readonly acceptedMs: number;
}

/** The format of receipts; another format gets another number. */
const PREFIX = "bg1.";
const CIPHER = "aes-256-gcm";
const SALT_BYTES = 12;
const COUNTER_BYTES = 6;
const HEAD_BYTES = SALT_BYTES + COUNTER_BYTES;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Salts whose key is remembered: one for each process that sealed receipts lately. */
const MOST_KNOWN = 256;

/**
 * Receipts hold what they say, encrypted and authenticated, so that any replica can open them and none has to store
 * them. Each process seals under a key of its own, made of the shared key and a random salt, with a counter: a nonce
 * is never used twice, however many receipts there are.
 */
export class Receipts {
  private readonly salt = randomBytes(SALT_BYTES);
  private counter = 0;
  private readonly sealing: Buffer;
  private readonly known = new Map<string, readonly Buffer[]>();

  /** @param keys - of all replicas; the first one seals, each of them opens */
  constructor(private readonly keys: readonly string[]) {
    const [first = ""] = keys;
    this.sealing = keyOf(first, this.salt);
  }

  /** @returns "bg1." and base64url */
  seal({ identity, account, acceptedMs }: Receipt): string {
    this.counter += 1;
    const head = Buffer.alloc(HEAD_BYTES);
    this.salt.copy(head);
    head.writeUIntBE(this.counter, SALT_BYTES, COUNTER_BYTES);
    const { kind, lotId, plate, id, at } = identity;
    const text = JSON.stringify([kind, lotId, plate, id, at.getTime(), account, acceptedMs]);
    const cipher = createCipheriv(CIPHER, this.sealing, nonceOf(head));
    const sealed = [head, cipher.update(text), cipher.final(), cipher.getAuthTag()];
    return `${PREFIX}${Buffer.concat(sealed).toString("base64url")}`;
  }

  /** @returns `undefined` for what none of the keys has sealed */
  open(receipt: string): Receipt | undefined {
    if (!receipt.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(receipt.slice(PREFIX.length), "base64url");
    if (bytes.length <= HEAD_BYTES + TAG_BYTES) return undefined;
    const head = bytes.subarray(0, HEAD_BYTES);
    for (const key of this.keysOf(head.subarray(0, SALT_BYTES))) {
      const text = decrypted(bytes, head, key);
      if (text !== undefined) return receiptOf(text);
    }
    return undefined;
  }

  private keysOf(salt: Buffer): readonly Buffer[] {
    const name = salt.toString("base64url");
    const known = this.known.get(name);
    if (known !== undefined) return known;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const keys = this.keys.map((key) => keyOf(key, salt));
    this.known.set(name, keys);
    return keys;
  }
}

const keyOf = (key: string, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync("sha256", key, salt, "boomgate receipt 1", KEY_BYTES));

/** 12 bytes; the salt is part of the key already. */
const nonceOf = (head: Buffer): Buffer => {
  const nonce = Buffer.alloc(12);
  head.copy(nonce, 12 - COUNTER_BYTES, SALT_BYTES);
  return nonce;
};

function decrypted(bytes: Buffer, head: Buffer, key: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, nonceOf(head), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Only this code has the key, so the text is of the form that `seal` gave it. */
function receiptOf(text: string): Receipt {
  const [kind, lotId, plate, id, atMs, account, acceptedMs] = JSON.parse(text) as [
    "entry" | "exit",
    string,
    string,
    string,
    number,
    string,
    number,
  ];
  return { identity: { kind, lotId, plate, id, at: new Date(atMs) }, account, acceptedMs };
}
