/** What a series means, by the end of its legend. The first that fits counts. */
const MEANINGS: readonly (readonly [ending: RegExp, color: string])[] = [
  [/(parked|refused|rejected|failed)$/, "red"],
  [/(unavailable|retried|superseded|dropped)$/, "orange"],
  [/unmatched$/, "yellow"],
  [/no_plate$/, "#b07a3a"],
  [/(corrected|voided|abandoned)$/, "purple"],
  [/(repeated|reread|known|unchanged)$/, "#808080"],
  [/open$/, "blue"],
  [/(closed|accepted|stored|exported)$/, "green"],
];

interface ColorOverride {
  /** As Grafana reads it: "/parked$/". */
  readonly regexp: string;
  readonly properties: { readonly id: string; readonly value: unknown }[];
}

/** One colour for one meaning on all panels: red is parked or refused, green is what all hope for. */
export const colorsByMeaning = (): readonly ColorOverride[] =>
  MEANINGS.map(([ending, fixedColor]) => ({
    regexp: String(ending),
    properties: [{ id: "color", value: { mode: "fixed", fixedColor } }],
  }));

/** For a query that returns nothing but errors. */
export const shadesOfRed = () => [{ id: "color", value: { mode: "shades", fixedColor: "red" } }];
