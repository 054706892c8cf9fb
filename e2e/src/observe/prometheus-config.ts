import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

export interface ScrapeTarget {
  readonly job: string;
  /** "127.0.0.1:9464" */
  readonly address: string;
  readonly path?: string;
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
}

/** As prometheus/prometheus.yml, with the addresses of this run. */
export function prometheusConfig(targets: readonly ScrapeTarget[]): string {
  const jobs = new Map<string, ScrapeTarget[]>();
  for (const target of targets) jobs.set(target.job, [...(jobs.get(target.job) ?? []), target]);
  return stringify({
    global: { scrape_interval: "2s", scrape_timeout: "2s", evaluation_interval: "2s" },
    rule_files: [fileURLToPath(new URL("../../../prometheus/rules/*.yml", import.meta.url))],
    scrape_configs: [...jobs].map(([job, of]) => ({
      job_name: job,
      metrics_path: of[0]?.path ?? "/metrics",
      ...(of[0]?.parameters ? { params: of[0].parameters } : {}),
      static_configs: [{ targets: of.map(({ address }) => address) }],
    })),
  });
}
