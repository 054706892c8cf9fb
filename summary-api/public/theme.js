const dark = matchMedia("(prefers-color-scheme: dark)");
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Map<string, string>} */
const colours = new Map();

const root = document.documentElement;

/** The current theme: the chosen one, or that of the system. @returns {"dark" | "light"} */
export function theme() {
  const chosen = root.dataset["theme"];
  if (chosen === "dark" || chosen === "light") return chosen;
  return dark.matches ? "dark" : "light";
}

/** @param {string | null} wanted for any other value than dark and light, the system decides */
export function chooseTheme(wanted) {
  if (wanted === "dark" || wanted === "light") root.dataset["theme"] = wanted;
  change();
}

/** @param {() => void} listener */
export const onThemeChange = (listener) => void listeners.add(listener);

/** A canvas knows no custom properties. @param {string} name "--line" */
export function colourOf(name) {
  const known = colours.get(name);
  if (known !== undefined) return known;
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  colours.set(name, color);
  return color;
}

function change() {
  colours.clear();
  for (const listener of listeners) listener();
}
dark.addEventListener("change", change);
