import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A picture of lines and letters needs few colours. ImageMagick's `convert` is used where it is installed. */
export async function shrink(png: string): Promise<"shrunk" | "as large as it was"> {
  const palette = ["+dither", "-colors", "256", "-strip", "-define", "png:compression-level=9"];
  try {
    await execute("convert", [png, ...palette, png]);
    return "shrunk";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return "as large as it was";
  }
}
