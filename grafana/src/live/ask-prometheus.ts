import type { Metadata } from "./metric-types.js";

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds and value as text, as Prometheus answers. */
  readonly values: readonly (readonly [number, string])[];
}

export interface TimeSpan {
  readonly from: Date;
  readonly to: Date;
}

/** Asks a Prometheus over HTTP. */
export interface PrometheusClient {
  /** @throws {Error} with what Prometheus has against the query */
  queryRange(query: string, span: TimeSpan, stepSeconds: number): Promise<readonly Series[]>;
  metadata(): Promise<Metadata>;
}

export function createPrometheusClient(url: string): PrometheusClient {
  const get = async <T>(
    path: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<T> => {
    const response = await fetch(
      `${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`,
    );
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { data: T }).data;
  };
  return {
    async queryRange(query, { from, to }, stepSeconds) {
      const { result } = await get<{ result: Series[] }>("query_range", {
        query,
        start: String(from.getTime() / 1_000),
        end: String(to.getTime() / 1_000),
        step: String(stepSeconds),
      });
      return result;
    },
    metadata: () => get("metadata"),
  };
}
