import { make } from "./dom.js";
import { showDuration, showTime } from "./format.js";
import { plates } from "./plate-view.js";

/** @typedef {import("./stay-list.js").Stay} Stay */

/** With more new rows at once, none is highlighted: the whole table would flash. */
const FEW = 3;

/**
 * Rows of the newest stays. An unchanged row keeps its element, so that the focus, a selection and the position of a
 * screen reader are kept while stays arrive.
 */
export class StayTable {
  /** @type {Map<string, { row: HTMLTableRowElement, stay: Stay }>} */
  #rows = new Map();
  #body;
  #onHistory;

  /**
   * @param {HTMLElement} body
   * @param {(stayId: string) => void} onHistory asked for what was known of a stay before
   */
  constructor(body, onHistory) {
    this.#body = body;
    this.#onHistory = onHistory;
    plates.onChange(() => {
      const stays = [...this.#rows.values()].map(({ stay }) => stay);
      this.#rows.clear();
      this.#body.replaceChildren();
      this.draw(stays);
    });
  }

  /** @param {readonly Stay[]} stays in their order */
  draw(stays) {
    const rows = new Map(stays.map((stay) => [stay.stay_id, this.#rowOf(stay)]));
    const changed = [...rows].filter(([stayId, { row }]) => this.#rows.get(stayId)?.row !== row);
    if (changed.length <= FEW) for (const [, { row }] of changed) row.className = "fresh";
    for (const [stayId, { row }] of this.#rows) {
      if (rows.get(stayId)?.row !== row) row.remove();
    }
    this.#rows = rows;
    let place = this.#body.firstElementChild;
    for (const { row } of rows.values()) {
      if (row === place) place = row.nextElementSibling;
      else this.#body.insertBefore(row, place);
    }
  }

  /** @param {Stay} stay */
  #rowOf(stay) {
    const known = this.#rows.get(stay.stay_id);
    if (known?.stay.revision === stay.revision) return known;
    const row = make(
      "tr",
      {},
      make("th", {
        scope: "row",
        textContent: plates.show(stay.vehicle_plate),
        title: plates.tip(stay.vehicle_plate),
      }),
      make("td", {}, this.#statusOf(stay)),
      make("td", { className: "entry", textContent: showTime(stay.entry_date_time) }),
      make("td", { textContent: showTime(stay.exit_date_time) }),
      make("td", { className: "number", textContent: showDuration(stay.duration_seconds) }),
      make("td", { className: "lot", textContent: stay.lot_id }),
    );
    row.dataset["stay"] = stay.stay_id;
    row.dataset["exit"] = stay.exit_event_id;
    row.dataset["status"] = statusOf(stay);
    return { row, stay };
  }

  /** @param {Stay} stay */
  #statusOf(stay) {
    const status = statusOf(stay);
    if (status === "closed") return "closed";
    const button = make("button", { type: "button", className: "chip", textContent: status });
    button.dataset["status"] = status;
    button.ariaLabel = `${status}: show all revisions of this stay`;
    button.addEventListener("click", () => this.#onHistory(stay.stay_id));
    return button;
  }
}

/** The status of a stay. @param {Stay} stay */
export function statusOf(stay) {
  if (stay.status === "void") return "void";
  return stay.corrected || (stay.corrections ?? 0) > 0 ? "corrected" : "closed";
}
