import { expect, it } from "vitest";
import { csvLine } from "./csv.js";

it.each([
  [["a", 1.5, undefined, "b"], "a,1.5,,b"],
  [['say "hi"', "a,b", "line\nbreak"], '"say ""hi""","a,b","line\nbreak"'],
  [["=1+1", "+x", "-x", "@x", -5], "'=1+1,'+x,'-x,'@x,-5"],
  [["\uff1d1+1", " =1", "\u3000\uff20x"], "'\uff1d1+1,' =1,'\u3000\uff20x"],
  [['=HYPERLINK("x","y")'], `"'=HYPERLINK(""x"",""y"")"`],
])("writes %j so that a spreadsheet reads it as text and numbers", (values, line) => {
  expect(csvLine(values)).toBe(`${line}\r\n`);
});
