import { type PackedEvent, packEvents } from "@boomgate/contracts";
import {
  type MessagePublisher,
  type OutgoingMessage,
  PublisherFullError,
} from "@boomgate/platform/messaging";
import { arrayMessage } from "./array-message.js";
import { packable } from "./packable.js";

export interface PackingOptions {
  /** Messages that wait to be packed, for each destination; one more is refused. 10,000 when left out. */
  readonly mostWaiting?: number;
}

interface Wanted {
  readonly message: OutgoingMessage;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Packable extends PackedEvent {
  readonly wanted: Wanted;
}

/** Messages that may share an array, in the order of their calls. */
interface Lane {
  waiting: Wanted[];
  /** Messages of the lane whose confirm is awaited. */
  underWay: number;
  isScheduled: boolean;
}

/** What goes out together. */
interface Pack {
  readonly message: OutgoingMessage;
  readonly wanted: readonly Wanted[];
}

const DEFAULT_MOST_WAITING = 10_000;

/**
 * Publishes events, several in one message where they come faster than the broker confirms them: while the
 * messages of one destination are under way, the next ones gather. There is no timer: an event that comes alone
 * is published at once, as it is.
 *
 * An array has the events of one exchange, routing key and application, in the order of their calls. What an array
 * cannot hold is published alone, in its place.
 */
export class PackingPublisher implements MessagePublisher {
  private readonly lanes = new Map<string, Lane>();
  private readonly mostWaiting: number;

  constructor(
    private readonly publisher: MessagePublisher,
    { mostWaiting = DEFAULT_MOST_WAITING }: PackingOptions = {},
  ) {
    this.mostWaiting = mostWaiting;
  }

  /** Settles as its message does: all events of an array with the same result. */
  publish(message: OutgoingMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const lane = this.laneOf(message);
      if (lane.waiting.length >= this.mostWaiting) {
        reject(new PublisherFullError(lane.waiting.length));
        return;
      }
      lane.waiting.push({ message, resolve, reject });
      this.schedule(lane);
    });
  }

  private laneOf({ exchange, routingKey, appId }: OutgoingMessage): Lane {
    const key = JSON.stringify([exchange, routingKey, appId]);
    const known = this.lanes.get(key);
    if (known) return known;
    const lane = { waiting: [], underWay: 0, isScheduled: false };
    this.lanes.set(key, lane);
    return lane;
  }

  /** One microtask later, so that all calls of one tick share a message. */
  private schedule(lane: Lane): void {
    if (lane.isScheduled || lane.underWay > 0 || lane.waiting.length === 0) return;
    lane.isScheduled = true;
    queueMicrotask(() => {
      lane.isScheduled = false;
      const gathered = lane.waiting;
      lane.waiting = [];
      for (const pack of packsOf(gathered)) void this.send(pack, lane);
    });
  }

  private async send({ message, wanted }: Pack, lane: Lane): Promise<void> {
    lane.underWay += 1;
    try {
      await this.publisher.publish(message);
      for (const { resolve } of wanted) resolve();
    } catch (error) {
      for (const { reject } of wanted) reject(error);
    } finally {
      lane.underWay -= 1;
      this.schedule(lane);
    }
  }
}

/** Arrays of the messages, in their order; a message that no array can hold is a pack by itself. */
function packsOf(gathered: readonly Wanted[]): Pack[] {
  const packs: Pack[] = [];
  let run: Packable[] = [];
  const endRun = (): void => {
    packs.push(...packEvents(run).map(packOf));
    run = [];
  };
  for (const wanted of gathered) {
    // Alone, a message is published as it is, whatever it holds.
    const event = gathered.length > 1 ? packable(wanted.message) : undefined;
    if (event) {
      run.push({ ...event, wanted });
      continue;
    }
    endRun();
    packs.push({ message: wanted.message, wanted: [wanted] });
  }
  endRun();
  return packs;
}

function packOf(events: readonly Packable[]): Pack {
  const wanted = events.map((event) => event.wanted);
  const [{ message }] = wanted as [Wanted, ...Wanted[]];
  return { message: events.length === 1 ? message : arrayMessage(message, events), wanted };
}
