const ROWS = 100;
const REFRESH_MS = 5_000;

const at = (id) => document.getElementById(id);
const masked = new URLSearchParams(location.search).get("mask") === "1";
const time = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

let searched = "";
let revised = 0;
let recent = [];
let stays = new Map();

const showPlate = (plate) => {
  const characters = [...plate];
  if (!masked || characters.length <= 2) return masked ? "**" : plate;
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
};

const showDuration = (seconds) => {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
  return hours > 0
    ? `${hours} h ${minutes} min`
    : minutes > 0
      ? `${minutes} min ${whole % 60} s`
      : `${whole} s`;
};

const showTime = (text) => (text ? time.format(new Date(text)) : "–");

/** Text only: nothing that a camera or a sender wrote becomes markup. */
function rowOf(stay) {
  const row = document.createElement("tr");
  row.dataset.status = stay.status;
  row.dataset.stay = stay.stay_id;
  const corrected = stay.corrected || stay.corrections > 0;
  if (corrected) row.dataset.corrected = "";
  const status = stay.status === "void" ? "void" : corrected ? "closed, corrected" : "closed";
  const duration = stay.duration_seconds === undefined ? "–" : showDuration(stay.duration_seconds);
  const cells = [
    showPlate(stay.vehicle_plate),
    status,
    stay.lot_id,
    showTime(stay.entry_date_time),
    showTime(stay.exit_date_time),
    duration,
  ];
  row.append(
    ...cells.map((text, index) => {
      const cell = document.createElement("td");
      cell.textContent = text;
      if (index === 5) cell.className = "number";
      return cell;
    }),
  );
  return row;
}

function drawRows() {
  const newest = [...stays.values()]
    .toSorted((a, b) => (a.exit_date_time < b.exit_date_time ? 1 : -1))
    .slice(0, ROWS);
  stays = new Map(newest.map((stay) => [stay.stay_id, stay]));
  at("stays").replaceChildren(...newest.map(rowOf));
}

let drawing = false;
function drawSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    drawRows();
  });
}

async function readJson(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail);
  return body;
}

async function loadStays() {
  const query = new URLSearchParams({ limit: ROWS, ...(searched && { plate: searched }) });
  try {
    const { stays: newest } = await readJson(`/api/v1/summaries?${query}`);
    stays = new Map(newest.map((stay) => [stay.stay_id, stay]));
    at("message").textContent = "";
  } catch (error) {
    at("message").textContent = error.message;
  }
  drawSoon();
}

async function loadCounts() {
  try {
    const stats = await readJson("/api/v1/stats");
    at("closed").textContent = stats.closed.toLocaleString();
    at("void").textContent = stats.void.toLocaleString();
  } catch {
    // The connection line says so already.
  }
}

function drawRate() {
  const minuteAgo = Date.now() - 60_000;
  recent = recent.filter(({ at: when }) => when > minuteAgo);
  at("per-minute").textContent = recent.reduce((sum, { count }) => sum + count, 0).toLocaleString();
}

function follow() {
  const source = new EventSource("/api/v1/live");
  const state = (name, text) => {
    at("connection").dataset.state = name;
    at("connection").textContent = text;
  };
  source.addEventListener("hello", () => {
    state("live", "live");
    void loadStays();
    void loadCounts();
  });
  source.addEventListener("error", () => state("lost", "connection lost, trying again"));
  source.addEventListener("stays", ({ data }) => {
    const tick = JSON.parse(data);
    recent.push({ at: Date.now(), count: tick.new });
    revised += tick.revised;
    at("revised").textContent = revised.toLocaleString();
    for (const stay of tick.stays) {
      if (!searched || stays.has(stay.stay_id)) stays.set(stay.stay_id, stay);
    }
    drawRate();
    drawSoon();
  });
}

at("search").addEventListener("submit", (event) => {
  event.preventDefault();
  searched = at("plate").value.trim();
  void loadStays();
});

setInterval(drawRate, 1_000);
setInterval(() => void loadCounts(), REFRESH_MS);
follow();
