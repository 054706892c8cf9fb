import { readJson } from "./api.js";
import { at, make, setText } from "./dom.js";
import { showDuration, showTime } from "./format.js";
import { plates } from "./plate-view.js";

/** @typedef {import("./stay-list.js").Stay & { received_at: string }} Revision */

/** Shows every revision of a stay, newest first. @param {string} stayId */
export async function showHistory(stayId) {
  const dialog = at("history", HTMLDialogElement);
  const body = at("revisions", HTMLElement);
  body.replaceChildren();
  setText("history-message", "loading");
  dialog.showModal();
  try {
    /** @type {Revision & { revisions: Revision[] }} */
    const stay = await readJson(`api/v1/summaries/${encodeURIComponent(stayId)}`);
    setText("history-message", whatItIs(stay));
    body.replaceChildren(...[stay, ...stay.revisions].map(rowOf));
  } catch (error) {
    setText("history-message", error instanceof Error ? error.message : String(error));
  }
}

/**
 * Names the stay, with the ids of its events, to find them in the logs of the cameras.
 * @param {Revision} stay
 */
function whatItIs({ vehicle_plate: plate, exit_plate: read, lot_id: lot, ...stay }) {
  const asRead = read === plate ? "" : `, read as ${plates.show(read)}`;
  const entry = stay.entry_event_id === undefined ? "" : `, entry event ${stay.entry_event_id}`;
  return `${plates.show(plate)}${asRead}, lot ${lot}, exit event ${stay.exit_event_id}${entry}`;
}

/** @param {Revision} revision @param {number} index */
function rowOf(revision, index) {
  const status = index === 0 ? `${revision.status} (now)` : revision.status;
  const cells = [
    status,
    showTime(revision.entry_date_time),
    showTime(revision.exit_date_time),
    showDuration(revision.duration_seconds),
    showTime(revision.received_at),
  ];
  const row = make("tr", {}, ...cells.map((textContent) => make("td", { textContent })));
  row.cells[3]?.classList.add("number");
  row.dataset["status"] = revision.status;
  return row;
}
