import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** The program that draws with Grafana's components; its packages are installed separately. */
const program = new URL("../../../grafana/pictures/", import.meta.url);
const packages = new URL("node_modules/", program);
const icons = new URL("@grafana/ui/dist/public/img/icons/", packages);
const inter = new URL("@fontsource/inter/files/", packages);

/** Folders and files of what Grafana's components fetch, by the beginning of the path. */
export const ASSETS: Readonly<Record<string, URL>> = {
  "/public/build/img/icons/": icons,
  "/public/fonts/inter/Inter-Regular.woff2": new URL("inter-latin-400-normal.woff2", inter),
  "/public/fonts/inter/Inter-Medium.woff2": new URL("inter-latin-500-normal.woff2", inter),
};

export const isInstalled = (): boolean => existsSync(icons) && existsSync(inter);

/** Builds the page. @param folder - where the page is written */
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
        // Packages contain "use client" for rendering on a server, which is not used here.
        onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
      },
    },
  });
}
