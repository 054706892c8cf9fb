import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Reduces the colours of a PNG with ImageMagick's `convert`, where it is installed. */
export async function shrink(png: string): Promise<"shrunk" | "not shrunk"> {
  const palette = ["+dither", "-colors", "256", "-strip", "-define", "png:compression-level=9"];
  try {
    await execute("convert", [png, ...palette, png]);
    return "shrunk";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return "not shrunk";
  }
}
