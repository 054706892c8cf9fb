import * as chromatic from "d3-scale-chromatic";

/** Colours from few to many. A single hue begins dark on a dark page, as in Grafana. */
export function scaleColors(scheme: string, steps: number, isDark: boolean): readonly string[] {
  const interpolate = (chromatic as Readonly<Record<string, unknown>>)[`interpolate${scheme}`];
  if (typeof interpolate !== "function") throw new Error(`there are no colours named ${scheme}`);
  const colors = Array.from({ length: steps }, (_none, step) =>
    (interpolate as (share: number) => string)(step / (steps - 1)),
  );
  return isDark ? colors.toReversed() : colors;
}
