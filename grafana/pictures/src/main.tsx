import { createTheme, ThemeContext } from "@grafana/data";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import type { Recording } from "../../src/pictures/recording.js";
import { DashboardPage } from "./dashboard-page.js";

declare global {
  interface Window {
    /** Set before the page is opened. */
    readonly recording: Recording;
    /** True as soon as everything is drawn. */
    isDrawn?: boolean;
  }
}

/** Icons are fetched only when they are first drawn. */
const SETTLING_MS = 1_500;

const theme = createTheme({ colors: { mode: "dark" } });
const container = document.getElementById("root");
if (!container) throw new Error("the page has no root");
const root = createRoot(container);
const render = (children: ReactNode) =>
  flushSync(() =>
    root.render(
      <ThemeContext.Provider value={theme}>
        <GlobalStyles />
        <PortalContainer />
        {children}
      </ThemeContext.Provider>,
    ),
  );

render(null);
// Plots measure their labels once, so the fonts have to be loaded before.
await Promise.all([400, 500].map((weight) => document.fonts.load(`${weight} 12px Inter`)));
render(<DashboardPage recording={window.recording} />);
await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
window.isDrawn = true;
