import type { ErrorClass } from "./error-classes.js";
import { code, page, table } from "./markdown.js";

const INTRODUCTION = `\
Codes are upper case and never renamed: logs (\`err.code\`), metrics and parked messages (header
\`x-parked-code\`) are searched by them. What happens to the message of an event is decided by the error alone:

- **hold**: it stays unacked while the dependency is away, and is tried again by itself;
- **retry**: it waits in the retry queues (1 s, 10 s, 60 s), then it is parked;
- **park**: it goes to the parking lot with its cause, for a person.

An error that declares nothing is retried under the code \`UNEXPECTED\`.`;

/** Every error with a code. */
export function errorsCatalogue(classes: readonly ErrorClass[]): string {
  const rows = classes
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code: errorCode, recovery, name, doc }) => [
      code(errorCode),
      recovery ?? "",
      doc,
      code(name),
    ]);
  return page("Errors", INTRODUCTION, table(["Code", "Message", "Meaning", "Class"], rows));
}
