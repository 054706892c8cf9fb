import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import axios, { type AxiosInstance } from "axios";
import type { Reception, SummarySink } from "../ports/summary-sink.js";
import { receptionsOfBatch, receptionOfSingle } from "./sink-answer.js";

export interface HttpSinkOptions {
  readonly url: string;
  /** One array per request, or one object per request for sinks that know nothing of arrays. */
  readonly mode: "batch" | "single";
  readonly token: string | undefined;
  readonly timeoutMs: number;
  /** Requests under way at the same time in single mode. */
  readonly singleConcurrency: number;
}

export class HttpSummarySink implements SummarySink {
  private readonly http: AxiosInstance;

  constructor(private readonly options: HttpSinkOptions) {
    const agentOptions = { keepAlive: true, maxSockets: options.singleConcurrency };
    this.http = axios.create({
      httpAgent: new Agent(agentOptions),
      httpsAgent: new TlsAgent(agentOptions),
      timeout: options.timeoutMs,
      maxRedirects: 0,
      proxy: false,
      responseType: "text",
      // Ours: every status is an answer to be read, and JSON is parsed where it is understood.
      validateStatus: () => true,
      transformResponse: (text: unknown) => text,
      // The default would parse the JSON that was just made, to see whether it is JSON.
      transformRequest: (body: unknown) => body,
      headers: {
        "content-type": "application/json",
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      },
    });
  }

  async post(summaries: readonly StaySummary[]): Promise<readonly Reception[]> {
    if (this.options.mode === "batch") return this.postBatch(summaries);
    return Promise.all(summaries.map((summary) => this.postSingle(summary)));
  }

  private async postBatch(summaries: readonly StaySummary[]): Promise<readonly Reception[]> {
    const answer = await this.send(summaries.map(staySummaryToWire));
    const receptions = receptionsOfBatch(answer, summaries.length);
    if (receptions) return receptions;
    // The whole array was refused: one by one shows which of them the sink means.
    if (summaries.length === 1) return [receptionOfSingle(answer)];
    return (await Promise.all(summaries.map((summary) => this.postBatch([summary])))).flat();
  }

  private async postSingle(summary: StaySummary): Promise<Reception> {
    return receptionOfSingle(await this.send(staySummaryToWire(summary)));
  }

  private async send(body: unknown): Promise<{ status: number; text: string; headers: unknown }> {
    try {
      const { status, data, headers } = await this.http.post(
        this.options.url,
        JSON.stringify(body),
      );
      return { status, text: String(data ?? ""), headers };
    } catch (cause) {
      throw new DependencyUnavailableError("sink", cause);
    }
  }
}
