import type { Chance } from "../traffic/chance.js";

/** Characters that cameras confuse. */
const LOOK_ALIKE = [
  "0ODQ",
  "1IL7T",
  "8B3",
  "5S6",
  "2Z7",
  "6G",
  "4A",
  "9P",
  "UV",
  "VY",
  "MN",
  "NH",
  "CG",
  "EF",
  "KX",
  "PR",
  "UJ",
  "VW",
] as const;

const CONFUSION: ReadonlyMap<string, readonly string[]> = LOOK_ALIKE.reduce((table, group) => {
  for (const one of group) {
    const others = [...group].filter((other) => other !== one);
    table.set(one, [...(table.get(one) ?? []), ...others]);
  }
  return table;
}, new Map<string, readonly string[]>());

/** A misread of a plate: one character exchanged, or the last one cut off. Never the plate itself. */
export function misread(plate: string, chance: Chance): string {
  const characters = [...plate];
  const doubtful = characters.flatMap((one, index) => (CONFUSION.has(one) ? [index] : []));
  const [first, ...others] = doubtful;
  if (first === undefined) return characters.length > 1 ? characters.slice(0, -1).join("") : "0";
  const index = chance.oneOf([first, ...others]);
  const [alike = "0", ...rest] = CONFUSION.get(characters[index] ?? "") ?? [];
  return characters.with(index, chance.oneOf([alike, ...rest])).join("");
}
