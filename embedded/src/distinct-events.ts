import { lengthPrefixed, passedAt } from "@boomgate/contracts";
import type { AcceptedEvent, EventPublisher } from "@boomgate/gateway";

/** Counts the events that the gateway publishes, each once however often it is sent: copies are no further events. */
export class DistinctEvents {
  private readonly seen = { entry: new Set<string>(), exit: new Set<string>() };

  of(publisher: EventPublisher): EventPublisher {
    return {
      publish: async (accepted) => {
        await publisher.publish(accepted);
        this.add(accepted);
      },
    };
  }

  counts(): { readonly entries: number; readonly exits: number } {
    return { entries: this.seen.entry.size, exits: this.seen.exit.size };
  }

  private add({ event }: AcceptedEvent): void {
    const at = passedAt(event);
    const identity = [event.lotId, event.plate, event.id, String(at.getTime())];
    this.seen[event.kind].add(lengthPrefixed(identity));
  }
}
