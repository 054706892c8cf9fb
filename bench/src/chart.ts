export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Stands at the end of the bar. */
  readonly text: string;
  readonly isOurs: boolean;
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABEL_WIDTH = 220;
const LONGEST_BAR = 330;
const ROW_HEIGHT = 26;
const TITLE_HEIGHT = 40;

const STYLE = `\
text{font:13px system-ui,sans-serif;fill:#24292f}
.title{font-weight:600}
.bar{fill:#8c959f}
.ours{fill:#0969da}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}.ours{fill:#4493f8}}`;

/** Horizontal bars, one panel below the other, each on a linear scale of its own. */
export function barChart(panels: readonly Panel[]): string {
  const parts: string[] = [];
  let y = 0;
  for (const { title, bars } of panels) {
    parts.push(`<text class="title" x="0" y="${y + 24}">${escape(title)}</text>`);
    y += TITLE_HEIGHT;
    const longest = Math.max(...bars.map(({ value }) => value));
    for (const bar of bars) {
      parts.push(rowOf(bar, y, (bar.value / longest) * LONGEST_BAR));
      y += ROW_HEIGHT;
    }
  }
  const size = `width="${WIDTH}" height="${y + 8}" viewBox="0 0 ${WIDTH} ${y + 8}"`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`;
  return [head, `<style>${STYLE}</style>`, ...parts, "</svg>", ""].join("\n");
}

function rowOf({ label, text, isOurs }: Bar, y: number, length: number): string {
  const width = Math.max(1, length).toFixed(1);
  const end = LABEL_WIDTH + Math.max(1, length) + 8;
  return [
    `<text x="${LABEL_WIDTH - 8}" y="${y + 14}" text-anchor="end">${escape(label)}</text>`,
    `<rect class="${isOurs ? "ours" : "bar"}" x="${LABEL_WIDTH}" y="${y}" width="${width}" height="18"/>`,
    `<text x="${end.toFixed(1)}" y="${y + 14}">${escape(text)}</text>`,
  ].join("");
}

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
