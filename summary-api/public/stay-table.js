import { make } from "./dom.js";
import { showDuration, showTime } from "./format.js";
import { plates } from "./plate-view.js";

/** @typedef {import("./stay-list.js").Stay} Stay */

/** More at once would make the whole table flash. */
const FEW = 3;

/**
 * Rows of the newest stays. A row that did not change stays the element it was, so that focus, a
 * selection and a screen reader's place survive while stays come in.
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
    button.ariaLabel = `${status}: show what was known of this stay`;
    button.addEventListener("click", () => this.#onHistory(stay.stay_id));
    return button;
  }
}

/** What a stay is now. @param {Stay} stay */
export function statusOf(stay) {
  if (stay.status === "void") return "void";
  return stay.corrected || (stay.corrections ?? 0) > 0 ? "corrected" : "closed";
}
