import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import axios, { type AxiosInstance } from "axios";
import { writeTraceparent } from "@boomgate/platform/tracing";
import type { Reception, SummarySink } from "../ports/summary-sink.js";
import { type PostedTraces, PostSpans } from "./post-spans.js";
import { receptionsOfBatch, receptionOfSingle } from "./sink-answer.js";

export interface HttpSinkOptions {
  readonly url: string;
  /** One array per request, or one object per request for sinks that know nothing of arrays. */
  readonly mode: "batch" | "single";
  readonly token: string | undefined;
  readonly timeoutMs: number;
  /** Requests under way at the same time in single mode. */
  readonly singleConcurrency: number;
  readonly spans?: PostSpans;
}

export class HttpSummarySink implements SummarySink {
  private readonly http: AxiosInstance;
  private readonly spans: PostSpans;

  constructor(private readonly options: HttpSinkOptions) {
    this.spans = options.spans ?? new PostSpans();
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

  async post(
    summaries: readonly StaySummary[],
    traces: PostedTraces = [],
  ): Promise<readonly Reception[]> {
    if (this.options.mode === "batch") return this.postBatch(summaries, traces);
    return Promise.all(summaries.map((summary, index) => this.postSingle(summary, traces[index])));
  }

  private async postBatch(
    summaries: readonly StaySummary[],
    traces: PostedTraces,
  ): Promise<readonly Reception[]> {
    const body = JSON.stringify(summaries.map(staySummaryToWire));
    const answer = await this.send(body, summaries, traces);
    const receptions = receptionsOfBatch(answer, summaries.length);
    if (receptions) return receptions;
    // The whole array was refused: one by one shows which of them the sink means.
    if (summaries.length === 1) return [receptionOfSingle(answer)];
    const ones = summaries.map((summary, index) => this.postBatch([summary], [traces[index]]));
    return (await Promise.all(ones)).flat();
  }

  private async postSingle(summary: StaySummary, trace: PostedTraces[number]): Promise<Reception> {
    const body = JSON.stringify(staySummaryToWire(summary));
    return receptionOfSingle(await this.send(body, [summary], [trace]));
  }

  private async send(
    body: string,
    summaries: readonly StaySummary[],
    traces: PostedTraces,
  ): Promise<{ status: number; text: string; headers: unknown }> {
    const span = this.spans.begin(summaries, traces);
    try {
      const { status, data, headers } = await this.http.post(this.options.url, body, {
        headers: { traceparent: writeTraceparent(span.trace) },
      });
      span.end(status);
      return { status, text: String(data ?? ""), headers };
    } catch (cause) {
      span.end(undefined);
      throw new DependencyUnavailableError("sink", cause);
    }
  }
}
