/** The queries of the checks to Prometheus. */
export class Prometheus {
  constructor(private readonly url: string) {}

  /** Value of the first series, or undefined when there is none. */
  async value(query: string): Promise<number | undefined> {
    const { result } = await this.get<{ result: { value: [number, string] }[] }>(
      `query?query=${encodeURIComponent(query)}`,
    );
    return result[0] && Number(result[0].value[1]);
  }

  /** Jobs of the targets that were scraped without fault, once for each target. */
  async healthyJobs(): Promise<readonly string[]> {
    const { activeTargets } = await this.get<{
      activeTargets: { health: string; labels: { job: string } }[];
    }>("targets");
    return activeTargets.filter(({ health }) => health === "up").map(({ labels }) => labels.job);
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/${path}`);
    if (!response.ok) throw new Error(`Prometheus answered ${response.status} to ${path}`);
    return ((await response.json()) as { data: T }).data;
  }
}
