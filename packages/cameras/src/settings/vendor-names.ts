/** Makers whose format has an adapter; a closed set, as it may be a label of a metric. */
export const VENDOR_NAMES = [
  "axis",
  "dahua",
  "frigate",
  "gat1400",
  "generic",
  "genetec",
  "hikvision",
  "lectorvision",
  "lilin",
  "milesight",
  "platerecognizer",
  "rekor",
  "survision",
  "tattile",
  "unifi",
  "uniview",
  "verkada",
] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];

/** Names under which the same format is sold. */
const ALIASES: Readonly<Record<string, VendorName>> = {
  ff: "axis",
  intelbras: "dahua",
  openalpr: "rekor",
  "plate-recognizer": "platerecognizer",
  parkpow: "platerecognizer",
};

/** @returns `undefined` for a vendor without an adapter */
export function vendorNameOf(text: string): VendorName | undefined {
  const name = text.trim().toLowerCase();
  return VENDOR_NAMES.find((known) => known === name) ?? aliasOf(name);
}

const aliasOf = (name: string) => (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined);
