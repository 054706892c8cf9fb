import { readJson } from "./api.js";
import { at, setText } from "./dom.js";
import { showNumber } from "./format.js";
import { showHistory } from "./history.js";
import { follow } from "./live.js";
import { MinuteRate } from "./minute-rate.js";
import { createOverviewPanel } from "./overview-panel.js";
import { drawPipeline } from "./pipeline-panel.js";
import { settings } from "./settings.js";
import { soon } from "./soon.js";
import { StayList } from "./stay-list.js";
import { StayTable } from "./stay-table.js";

const ROWS = 100;
const list = new StayList(ROWS);
const rate = new MinuteRate();
const table = new StayTable(at("stays", HTMLElement), (stayId) => void showHistory(stayId));
const drawOverview = createOverviewPanel();

let searched = "";
let isPaused = false;

const drawRows = soon(0, () => {
  if (!isPaused) table.draw(list.newest());
});

const loadStays = async () => {
  const { lot } = settings;
  const finish = list.load({ plate: searched, lot });
  const query = new URLSearchParams({ limit: String(ROWS) });
  if (searched !== "") query.set("plate", searched);
  if (lot !== "") query.set("lot", lot);
  try {
    /** @type {{ stays: import("./stay-list.js").Stay[], plate?: string, plates?: import("./stay-list.js").SoughtPlate[] }} */
    const { stays, plate, plates } = await readJson(`api/v1/summaries?${query}`);
    if (finish(stays, plates ?? (plate === undefined ? [] : [{ vehicle_plate: plate }])))
      setText("message", found(stays.length));
  } catch (error) {
    if (finish()) setText("message", messageOf(error));
  }
  drawRows();
};
const reloadStays = soon(2_000, loadStays);

/** @param {number} count */
function found(count) {
  if (searched === "") return count === 0 ? "No stay yet." : "";
  if (count === 0) return "No stay of this plate.";
  return `${count === ROWS ? "the newest " : ""}${count} of this plate`;
}

const readOverview = async () => {
  if (document.hidden) return;
  const { hours, lot } = settings;
  const query = new URLSearchParams({ hours });
  if (lot !== "") query.set("lot", lot);
  try {
    /** @type {import("./overview-panel.js").Overview} */
    const overview = await readJson(`api/v1/overview?${query}`);
    settings.offerLots(overview.lots);
    if (hours === settings.hours && lot === settings.lot) drawOverview(overview);
  } catch {
    // The state of the connection and the list of stays show the error.
  }
};
const loadOverview = soon(3_000, readOverview);
const loadPipeline = async () => {
  if (document.hidden) return;
  try {
    const { lot } = settings;
    const query = lot === "" ? "" : `?${new URLSearchParams({ lot }).toString()}`;
    const answer = await readJson(`api/v1/pipeline${query}`);
    if (lot === settings.lot) drawPipeline(answer);
  } catch {
    // Here the API does not answer, not the backends; the state of the connection shows that.
  }
};

/** @param {string} name @param {string} text */
function state(name, text) {
  document.body.dataset["connection"] = name;
  at("connection", HTMLElement).dataset["state"] = name;
  setText("connection", text);
}

follow({
  onOpen(newPerSecond) {
    state("live", "live");
    at("stale", HTMLElement).hidden = true;
    rate.restart(newPerSecond);
    void loadStays();
    loadOverview();
    void loadPipeline();
  },
  onTick(tick) {
    rate.add(tick.new);
    list.take(tick.stays);
    if (tick.new + tick.revised > tick.stays.length) reloadStays();
    drawRows();
    loadOverview();
  },
  onErased() {
    void loadStays();
    void readOverview();
  },
  onLost() {
    state("lost", "connection lost");
    at("stale", HTMLElement).hidden = false;
    setText("stale", `Connection lost at ${new Date().toLocaleTimeString()}. Trying again.`);
  },
});

at("search", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  searched = at("plate", HTMLInputElement).value.trim();
  void loadStays();
});
// The cross in the search field of some browsers.
at("plate", HTMLInputElement).addEventListener("search", () => {
  if (at("plate", HTMLInputElement).value === "" && searched !== "") {
    searched = "";
    void loadStays();
  }
});
at("pause", HTMLButtonElement).addEventListener("click", ({ currentTarget }) => {
  isPaused = !isPaused;
  const button = /** @type {HTMLButtonElement} */ (currentTarget);
  button.ariaPressed = String(isPaused);
  drawRows();
});
document.addEventListener("visibilitychange", () => {
  loadOverview();
  void loadPipeline();
});
settings.onHours(() => void readOverview());
const showLotNote = () =>
  setText("minute-note", settings.lot === "" ? "as they came in" : "of all lots, as they came in");
showLotNote();
settings.onLot(() => {
  showLotNote();
  void loadPipeline();
  void loadStays();
  void readOverview();
});

setInterval(() => setText("per-minute", showNumber(rate.total)), 1_000);
setInterval(loadOverview, 15_000);
setInterval(reloadStays, 60_000); // stays that other processes committed to the same database are not in the stream
setInterval(() => void loadPipeline(), 5_000);

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));
