/** Scripts that plates are written in. Of the first three, capitals that are drawn alike can be one letter. */
export const PLATE_SCRIPTS = [
  ...(["Latin", "Cyrillic", "Greek"] as const),
  ...(["Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati"] as const),
  ...(["Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer"] as const),
  ...(["Lao", "Malayalam", "Mongolian", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu"] as const),
  ...(["Thaana", "Thai", "Tibetan"] as const),
] as const;
export type PlateScript = (typeof PLATE_SCRIPTS)[number];

/** Which letters count as one when plates are compared. The same scripts always give the same object. */
export interface PlateFolding {
  /** From a letter in upper case, without marks, to the one it is compared as. */
  readonly letters: ReadonlyMap<string, string>;
}

type Pairs = readonly (readonly [letters: string, comparedAs: string])[];

/** One letter in several code points, whatever the scripts of a lot. */
const SAME_LETTER: Pairs = [
  ["يى", "یی"], // yeh: Arabic keyboards, with dots and without, and Persian ones
  ["كڪ", "کک"], // kaf: the same
  ["ךםןףץ", "כמנפצ"], // Hebrew letters at the end of a word
];

/** Capitals that look like Latin ones. */
const LOOK_ALIKES: Partial<Record<PlateScript, Pairs>> = {
  Cyrillic: [["АВЕЅІЈКМНОРСТУХԚԜӀ", "ABESIJKMHOPCTYXQWI"]],
  Greek: [["ΑΒΕΖΗΙͿΚΜΝΟΡΤΥΧ", "ABEZHIJKMNOPTYX"]],
};

const foldings = new Map<string, PlateFolding>();

/** @param scripts - in any order; `Latin` may be left out, as nothing is folded away from it */
export function plateFolding(scripts: readonly PlateScript[]): PlateFolding {
  const folded = scripts.filter((script) => script in LOOK_ALIKES);
  const name = [...new Set(folded)].toSorted().join();
  const known = foldings.get(name);
  if (known) return known;
  const pairs = [...SAME_LETTER, ...folded.flatMap((script) => LOOK_ALIKES[script] ?? [])];
  const folding = { letters: new Map(pairs.flatMap(lettersOf)) };
  foldings.set(name, folding);
  return folding;
}

function lettersOf([letters, comparedAs]: Pairs[number]): (readonly [string, string])[] {
  const targets = [...comparedAs];
  return [...letters].map((letter, index) => [letter, targets[index] as string]);
}

/** Of lots without a setting: cameras of one country write Latin letters, of another Cyrillic or Greek ones. */
export const DEFAULT_FOLDING = plateFolding(["Latin", "Cyrillic", "Greek"]);

/** For plates that were folded before: what a stay carries stays as it is. */
export const NO_LOOK_ALIKES = plateFolding(["Latin"]);
