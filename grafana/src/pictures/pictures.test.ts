import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dashboardFiles } from "../index.js";
import type { PlainDashboard } from "../plain-dashboard.js";
import { PICTURED } from "./record.js";

const repository = new URL("../../../", import.meta.url);
const readme = readFileSync(new URL("README.md", repository), "utf8");
const visuals = readdirSync(new URL("grafana/pictures/src/visuals/", repository));

describe("the pictures of the dashboards", () => {
  it("are all in the README", () => {
    for (const name of PICTURED) expect(readme).toContain(`docs/images/dashboard-${name}.png)`);
  });

  it("exist, as all pictures of the README", () => {
    const paths = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path = ""]) => path);
    expect(paths.filter((path) => !existsSync(new URL(path, repository)))).toEqual([]);
  });

  it.each(PICTURED)("can be drawn: somebody draws each type of panel of %s", (name) => {
    const { panels } = JSON.parse(dashboardFiles().get(`${name}.json`) ?? "") as PlainDashboard;
    const types = new Set(panels.map(({ type }) => type).filter((type) => type !== "row"));
    expect(visuals).toEqual(expect.arrayContaining([...types].map((type) => `${type}.tsx`)));
  });
});
