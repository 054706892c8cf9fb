/** An error class, as its source describes it. */
export interface ErrorClass {
  readonly name: string;
  readonly code: string;
  /** `undefined` for an error that decides nothing about a message. */
  readonly recovery: string | undefined;
  /** Its comment as one line. */
  readonly doc: string;
}

const CLASS =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?export class (\w+Error) extends \w+(?:<[^>]*>)? \{([\s\S]*?)\n\}/g;

/**
 * Finds the error classes that carry a code.
 * @param source - of one TypeScript file, as the formatter leaves it
 */
export function errorClassesIn(source: string): ErrorClass[] {
  return [...source.matchAll(CLASS)].flatMap(([, comment = "", name = "", body = ""]) => {
    const constant = (field: string) =>
      new RegExp(`^ {2}(?:override )?readonly ${field}\\b[^=;]*= "(\\w+)"`, "m").exec(body)?.[1];
    const code = constant("code");
    if (code === undefined) return [];
    return [{ name, code, recovery: constant("recovery"), doc: lineOf(comment) }];
  });
}

function lineOf(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*?\s?/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("@"))
    .join(" ");
}
