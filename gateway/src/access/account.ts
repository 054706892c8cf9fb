import type { Attributes, Grant } from "@boomgate/http";
import { canonicalName } from "@boomgate/contracts";

/** Who sends events, and what it may send. */
export interface Account {
  /** Stable name of the sender, which outlives its tokens. */
  readonly account: string;
  /** Lots that it may send events of; `undefined` for all. */
  readonly lots: ReadonlySet<string> | undefined;
  /** Events a second; `undefined` for no limit. */
  readonly ratePerSecond: number | undefined;
  /** Sees what became of the events of all accounts. */
  readonly isAdmin: boolean;
}

/** Of a gateway without tokens, and of tokens without a name. */
const DEFAULT_ACCOUNT = "default";

const EVERYBODY: Account = {
  account: DEFAULT_ACCOUNT,
  lots: undefined,
  ratePerSecond: undefined,
  isAdmin: true,
};

const accounts = new WeakMap<Grant, Account>();

/** @param grant - of the token; `undefined` where no tokens are needed */
export function accountOf(grant: Grant | undefined): Account {
  if (grant === undefined) return EVERYBODY;
  const known = accounts.get(grant) ?? readAccount(grant);
  accounts.set(grant, known);
  return known;
}

function readAccount({ attributes, scopes }: Grant): Account {
  const rate = attributes.get("rate");
  return {
    account: attributes.get("name") ?? DEFAULT_ACCOUNT,
    lots: lotsOf(attributes.get("lots")),
    ratePerSecond: rate === undefined ? undefined : Number(rate),
    isAdmin: scopes.has("admin"),
  };
}

const NAME = /^[\w.-]{1,64}$/;
const RATE = /^\d{1,6}(?:\.\d{1,3})?$/;
const KNOWN = ["name", "lots", "rate"];

/** What is wrong with the attributes of a token, without a value of them. */
export function attributeProblem(attributes: Attributes): string | undefined {
  if (![...attributes.keys()].every((key) => KNOWN.includes(key))) {
    return `may have ${KNOWN.join(", ")} and no other attribute`;
  }
  const { name, lots, rate } = Object.fromEntries(attributes);
  if (name !== undefined && !NAME.test(name)) {
    return "must have a name of 1 to 64 letters, digits, dots, dashes and underscores";
  }
  if (rate !== undefined && !(RATE.test(rate) && Number(rate) > 0)) {
    return "must have a rate such as 50, in events a second";
  }
  if (lots !== undefined && lotsOf(lots) === undefined) {
    return "must have lots such as main,roof, with %20 for a space";
  }
  return undefined;
}

/** "main,north%20garage"; `undefined` when a name is malformed. */
function lotsOf(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined;
  try {
    const names = text.split(",").map((name) => canonicalName(decodeURIComponent(name)));
    return names.every((name) => name !== undefined) ? new Set(names) : undefined;
  } catch {
    return undefined; // a percent sign that begins no UTF-8 character
  }
}
