import { at } from "./dom.js";
import { plates } from "./plate-view.js";
import { chooseTheme, onThemeChange, theme } from "./theme.js";

// All choices are in the address, so that a screen on a wall can open a bookmark.
const address = new URL(location.href);

/** @param {string} name @param {string} value */
function keep(name, value) {
  address.searchParams.set(name, value);
  history.replaceState(null, "", address);
}

const mask = at("mask", HTMLButtonElement);
plates.onChange(() => {
  mask.ariaPressed = String(plates.areMasked);
});
plates.mask(address.searchParams.get("mask") === "1");
mask.addEventListener("click", () => {
  plates.mask(!plates.areMasked);
  keep("mask", plates.areMasked ? "1" : "0");
});

const themeButton = at("theme", HTMLButtonElement);
const other = () => (theme() === "dark" ? "light" : "dark");
onThemeChange(() => {
  themeButton.textContent = other() === "dark" ? "Dark" : "Light";
});
chooseTheme(address.searchParams.get("theme"));
themeButton.addEventListener("click", () => {
  keep("theme", other());
  chooseTheme(other());
});

const lot = at("lot", HTMLSelectElement);
const askedLot = address.searchParams.get("lot") ?? "";
if (askedLot !== "") offerLots([askedLot]);
lot.value = askedLot;

/** Adds lots to choose from; none is removed. @param {readonly string[]} names */
function offerLots(names) {
  const known = new Set([...lot.options].map(({ value }) => value));
  for (const name of names) if (!known.has(name)) lot.add(new Option(name, name));
  lot.hidden = lot.options.length <= 2 && lot.value === "";
}

const group = at("hours", HTMLFieldSetElement);
const choices = [...group.querySelectorAll("input")];
const asked = choices.find(({ value }) => value === address.searchParams.get("hours"));
if (asked) asked.checked = true;

export const settings = {
  /** Empty: all lots. */
  get lot() {
    return lot.value;
  },
  offerLots,
  /** @param {() => void} listener */
  onLot(listener) {
    lot.addEventListener("change", () => {
      keep("lot", lot.value);
      listener();
    });
  },
  get hours() {
    return choices.find(({ checked }) => checked)?.value ?? "24";
  },
  /** @param {() => void} listener */
  onHours(listener) {
    group.addEventListener("change", () => {
      keep("hours", settings.hours);
      nameHours();
      listener();
    });
  },
};

function nameHours() {
  for (const each of document.querySelectorAll(".range")) each.textContent = `${settings.hours} h`;
}
nameHours();
