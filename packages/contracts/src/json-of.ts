/** JSON of a value that was parsed from JSON, however deep it is nested. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // it calls itself for each level, and the stack has an end
    return jsonWithoutRecursion(value);
  }
}

/** What is still to be written, the next one last: text as it is, or a value. */
type Rest = { readonly text: string } | { readonly value: unknown };

function jsonWithoutRecursion(whole: unknown): string {
  const parts: string[] = [];
  const rest: Rest[] = [{ value: whole }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    if ("text" in next) parts.push(next.text);
    else if (typeof next.value !== "object" || next.value === null)
      parts.push(JSON.stringify(next.value));
    else rest.push(...contentsOf(next.value).toReversed());
  }
  return parts.join("");
}

function contentsOf(value: object): readonly Rest[] {
  const isArray = Array.isArray(value);
  const contents = Object.entries(value).flatMap(([key, one], index): readonly Rest[] => [
    { text: `${index === 0 ? "" : ","}${isArray ? "" : `${JSON.stringify(key)}:`}` },
    { value: one },
  ]);
  const [open, close] = isArray ? ["[", "]"] : ["{", "}"];
  return [{ text: open }, ...contents, { text: close }];
}
