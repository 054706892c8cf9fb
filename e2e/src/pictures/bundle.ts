import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** The program that draws, with Grafana's components; its packages are installed apart. */
const program = new URL("../../../grafana/pictures/", import.meta.url);
const packages = new URL("node_modules/", program);
const icons = new URL("@grafana/ui/dist/public/img/icons/", packages);
const inter = new URL("@fontsource/inter/files/", packages);

/** What Grafana's components fetch by themselves, by the beginning of the path. */
export const ASSETS: Readonly<Record<string, URL>> = {
  "/public/build/img/icons/": icons,
  "/public/fonts/inter/Inter-Regular.woff2": new URL("inter-latin-400-normal.woff2", inter),
  "/public/fonts/inter/Inter-Medium.woff2": new URL("inter-latin-500-normal.woff2", inter),
};

export const isInstalled = (): boolean => existsSync(icons) && existsSync(inter);

/** @param folder - gets the page */
export async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(program),
    base: "./",
    logLevel: "error",
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "esnext",
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1e6,
      rolldownOptions: {
        // Packages say "use client" for servers that render; we have none.
        onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
      },
    },
  });
}
