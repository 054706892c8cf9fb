import { stringify } from "yaml";
import { ALL_RULES } from "./rule-files.js";

export interface ScrapeTarget {
  readonly job: string;
  /** "127.0.0.1:9464" */
  readonly address: string;
  readonly path?: string;
  /** The label `instance`, instead of the address. */
  readonly instance?: string;
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
}

/** The scrape interval, which Grafana needs for $__rate_interval. */
export const SCRAPE_SECONDS = 2;

/** prometheus/prometheus.yml with the addresses of this run. */
export function prometheusConfig(targets: readonly ScrapeTarget[], rules = ALL_RULES): string {
  const every = `${SCRAPE_SECONDS}s`;
  const jobs = new Map<string, ScrapeTarget[]>();
  for (const target of targets) jobs.set(target.job, [...(jobs.get(target.job) ?? []), target]);
  return stringify({
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: [rules],
    scrape_configs: [...jobs].map(([job, of]) => ({
      job_name: job,
      metrics_path: of[0]?.path ?? "/metrics",
      ...(of[0]?.parameters ? { params: of[0].parameters } : {}),
      static_configs: of.map(({ address, instance }) => ({
        targets: [address],
        ...(instance ? { labels: { instance } } : {}),
      })),
    })),
  });
}
