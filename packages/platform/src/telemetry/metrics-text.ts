/** One sample of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  /** Values as they are written: a quotation mark in them keeps its backslash. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus; lines that are no sample, or have no number, are left out. */
export function parseMetrics(text: string): readonly Sample[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels = "", number = ""] = LINE.exec(line) ?? [];
    const value = number === "+Inf" ? Infinity : Number(number);
    if (name === undefined || Number.isNaN(value)) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key = "", written = ""]) => [key, written]);
    return [{ name, labels: Object.fromEntries(pairs) as Sample["labels"], value }];
  });
}
