import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import axios, { type AxiosInstance } from "axios";
import { writeTraceparent } from "@boomgate/platform/tracing";
import type { Reception, SummarySink } from "../../ports/summary-sink.js";
import { type PostedTraces, PostSpans } from "./post-spans.js";
import { askSink, type SinkAnswer } from "./ask-sink.js";
import { receptionsOfBatch, receptionOfSingle } from "./sink-answer.js";
import { Turns } from "./turns.js";

export interface HttpSinkOptions {
  readonly url: string;
  /** One array per request, or one object per request for sinks that accept no arrays. */
  readonly mode: "batch" | "single";
  readonly token: string | undefined;
  /** Reads the token again after it was refused; absent when it cannot be replaced. */
  readonly readToken?: (() => string | undefined) | undefined;
  /** Time limit of one request, until the last byte of its answer. */
  readonly timeoutMs: number;
  /** Requests under way at the same time. */
  readonly singleConcurrency: number;
  readonly spans?: PostSpans;
}

/** More than a thousand refusals with the longest details. */
const MOST_ANSWER_BYTES = 1_048_576;
const NOT_KNOWN: readonly number[] = [401, 403];

export class HttpSummarySink implements SummarySink {
  private readonly http: AxiosInstance;
  private readonly spans: PostSpans;
  private readonly turns: Turns;
  private token: string | undefined;

  constructor(private readonly options: HttpSinkOptions) {
    this.spans = options.spans ?? new PostSpans();
    this.turns = new Turns(options.singleConcurrency);
    this.token = options.token;
    const agentOptions = { keepAlive: true, maxSockets: options.singleConcurrency };
    this.http = axios.create({
      httpAgent: new Agent(agentOptions),
      httpsAgent: new TlsAgent(agentOptions),
      maxRedirects: 0,
      proxy: false,
      // Every status is an answer, and sink-answer.ts parses the JSON.
      validateStatus: () => true,
      transformResponse: (body: unknown) => body,
      // The default would parse the serialised JSON again, to check it.
      transformRequest: (body: unknown) => body,
      headers: { "content-type": "application/json" },
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
    const { url } = this.options;
    const body = JSON.stringify(summaries.map(staySummaryToWire));
    const answer = await this.send(body, summaries, traces);
    const receptions = receptionsOfBatch(answer, summaries.length, url);
    if (receptions) return receptions;
    // The sink refused the whole array: sent one by one, the answers show which summaries it refuses.
    if (summaries.length === 1) return [receptionOfSingle(answer, url)];
    const ones = summaries.map((summary, index) => this.postBatch([summary], [traces[index]]));
    return (await Promise.all(ones)).flat();
  }

  private async postSingle(summary: StaySummary, trace: PostedTraces[number]): Promise<Reception> {
    const body = JSON.stringify(staySummaryToWire(summary));
    return receptionOfSingle(await this.send(body, [summary], [trace]), this.options.url);
  }

  /** The time limit begins when the request is sent, not while it waits for others. */
  private send(
    body: string,
    summaries: readonly StaySummary[],
    traces: PostedTraces,
  ): Promise<SinkAnswer> {
    return this.turns.take(async () => {
      const { token } = this;
      const answer = await this.sendOnce(body, summaries, traces);
      if (!NOT_KNOWN.includes(answer.status) || !this.hasOtherTokenThan(token)) return answer;
      return this.sendOnce(body, summaries, traces);
    });
  }

  private async sendOnce(
    body: string,
    summaries: readonly StaySummary[],
    traces: PostedTraces,
  ): Promise<SinkAnswer> {
    const span = this.spans.begin(summaries, traces);
    const { url, timeoutMs } = this.options;
    const headers = {
      traceparent: writeTraceparent(span.trace),
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
    };
    try {
      const request = { method: "POST", url, data: body, headers };
      const limits = { timeoutMs, mostBytes: MOST_ANSWER_BYTES };
      const answer = await askSink(this.http, request, limits);
      span.end(answer.status);
      return answer;
    } catch (cause) {
      span.end(undefined);
      throw new DependencyUnavailableError("sink", cause);
    }
  }

  /** Reads the token again, unless another request has done so since. */
  private hasOtherTokenThan(token: string | undefined): boolean {
    if (this.token === token) this.token = this.readToken() ?? token;
    return this.token !== token;
  }

  private readToken(): string | undefined {
    try {
      return this.options.readToken?.();
    } catch {
      return undefined; // the file is being replaced; the next refusal reads it again
    }
  }
}
