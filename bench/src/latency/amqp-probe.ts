import Module from "node:module";
import { instantMs, Recorder, type Sample } from "./recorder.js";

// Loaded before a consumer (node --import): records each message from its delivery by amqplib until its ack is
// sent, so that every program and framework over amqplib is measured in the same way.

/** AMQP's number of basic.ack: class 60, method 80. */
const BASIC_ACK = 60 * 65_536 + 80;

interface Fields {
  readonly deliveryTag: number;
  readonly multiple: boolean;
}

interface Dispatched {
  readonly fields: { readonly deliveryTag: number; readonly routingKey: string };
  readonly properties: { readonly headers?: Readonly<Record<string, unknown>> };
}

interface ChannelClass {
  readonly prototype: {
    sendImmediately: (this: object, method: number, fields: Fields) => unknown;
    dispatchMessage: (this: object, fields: unknown, message: Dispatched | null) => unknown;
  };
}

type InHand = Map<number, Omit<Sample, "doneMs">>;

function watch({ prototype }: ChannelClass, recorder: Recorder): void {
  const channels = new WeakMap<object, InHand>();
  const { dispatchMessage, sendImmediately } = prototype;
  prototype.dispatchMessage = function (fields, message) {
    if (message !== null) {
      const inHand: InHand = channels.get(this) ?? new Map<number, Omit<Sample, "doneMs">>();
      channels.set(this, inHand);
      inHand.set(message.fields.deliveryTag, {
        queue: message.fields.routingKey,
        publishedMs: Number(message.properties.headers?.["x-published-at"]),
        startedMs: instantMs(),
      });
    }
    return dispatchMessage.call(this, fields, message);
  };
  prototype.sendImmediately = function (method, fields) {
    const inHand = channels.get(this);
    if (method === BASIC_ACK && inHand) settle(inHand, fields, recorder);
    return sendImmediately.call(this, method, fields);
  };
}

function settle(inHand: InHand, { deliveryTag, multiple }: Fields, recorder: Recorder): void {
  const doneMs = instantMs();
  for (const [tag, started] of multiple ? inHand : oneOf(inHand, deliveryTag)) {
    if (tag > deliveryTag) break; // tags are in ascending order
    recorder.record({ ...started, doneMs });
    inHand.delete(tag);
  }
}

function oneOf(inHand: InHand, tag: number): readonly [number, Omit<Sample, "doneMs">][] {
  const started = inHand.get(tag);
  return started ? [[tag, started]] : [];
}

type Load = (this: unknown, request: string, ...rest: readonly unknown[]) => unknown;

/** The function that `require`, and `import` of a CommonJS file, call. */
const LOAD = "_load";

/** Probes each copy of amqplib that the program loads, as a framework may have one of its own. */
function install(recorder: Recorder): void {
  const loader = Module as unknown as Record<typeof LOAD, Load>;
  const load = loader[LOAD];
  const seen = new WeakSet<object>();
  loader[LOAD] = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest) as { BaseChannel?: ChannelClass } | undefined;
    const channels = /(^|\/)channel(\.js)?$/.test(request) ? loaded?.BaseChannel : undefined;
    if (channels && !seen.has(channels)) {
      seen.add(channels);
      watch(channels, recorder);
    }
    return loaded;
  };
}

const file = process.env["BENCH_PROBE_FILE"];
if (file !== undefined) install(new Recorder(file));
