import { type EntryEvent, type ExitEvent, type ReadIdentity, passedAt } from "@boomgate/contracts";
import type { Item } from "../body/parse-items.js";
import type { ItemResult } from "../domain/item-result.js";
import { judgeEvent, type JudgingRules, type Judgement } from "../domain/judge-event.js";
import type { Sender } from "../domain/sender.js";
import type { AcceptedEvent, EventPublisher } from "../ports/event-publisher.js";
import type { Receipts } from "../receipts/receipts.js";
import { confirmedWithin } from "./confirmed-within.js";
import type { InFlight } from "./in-flight.js";

interface IntakeParts {
  readonly rules: JudgingRules;
  readonly publisher: EventPublisher;
  readonly inFlight: Pick<InFlight, "removeEvents">;
  readonly receipts: Pick<Receipts, "seal">;
  /** How long a request waits for the confirms of its events. */
  readonly confirmTimeoutMs: number;
  /** Ms since 1970. */
  readonly nowMs: () => number;
  /** Called once for a request with events that the broker did not confirm. */
  readonly onUnconfirmed: (failures: readonly unknown[]) => void;
}

export interface IntakeRequest {
  /** Already counted as in flight, each of them. */
  readonly items: readonly Item[];
  readonly sender: Sender;
  /** W3C trace context. */
  readonly traceparent: string;
}

/** Judges each event of a request by itself, publishes the good ones together, and waits for the broker to have them. */
export class EventIntake {
  constructor(private readonly parts: IntakeParts) {}

  /** @returns one result for each item, in their order */
  async take({ items, sender, traceparent }: IntakeRequest): Promise<readonly ItemResult[]> {
    const { rules, receipts, confirmTimeoutMs, nowMs, onUnconfirmed } = this.parts;
    const acceptedMs = nowMs();
    const judgements = items.map((item) => this.judge(item, rules, sender, acceptedMs));
    // All are published before the first confirm is awaited.
    const publishing = judgements.flatMap((judgement) =>
      judgement.kind === "taken"
        ? [this.publish({ event: judgement.event, acceptedMs, traceparent })]
        : [],
    );
    const { confirmed, failures } = await confirmedWithin(confirmTimeoutMs, publishing);
    if (confirmed.includes(false)) onUnconfirmed(failures);
    let place = 0;
    return judgements.map((judgement) => {
      if (judgement.kind !== "taken") return resultOf(judgement);
      const isConfirmed = confirmed[place] === true;
      place += 1;
      if (!isConfirmed) return this.unconfirmed;
      const { event } = judgement;
      const receipt = { identity: identityOf(event), account: sender.account, acceptedMs };
      return {
        status: "queued",
        id: event.id,
        receipt: receipts.seal(receipt),
        ignoredFields: event.ignored,
      };
    });
  }

  private judge(item: Item, rules: JudgingRules, sender: Sender, nowMs: number): Judgement {
    const judgement: Judgement =
      "value" in item
        ? judgeEvent(item.value, rules, sender, nowMs)
        : { kind: "refused", code: "NOT_JSON", problems: ["line: is not JSON"] };
    if (judgement.kind !== "taken") this.parts.inFlight.removeEvents(1);
    return judgement;
  }

  /** An event stays in flight until the broker has answered, also when its sender no longer waits. */
  private publish(event: AcceptedEvent): Promise<void> {
    const { publisher, inFlight } = this.parts;
    return publisher.publish(event).finally(() => inFlight.removeEvents(1));
  }

  private get unconfirmed(): ItemResult {
    const detail = `The broker has not confirmed it within ${this.parts.confirmTimeoutMs / 1_000} s`;
    return { status: "refused", code: "NOT_CONFIRMED", detail };
  }
}

function resultOf(judgement: Exclude<Judgement, { kind: "taken" }>): ItemResult {
  if (judgement.kind === "no_plate") return { status: "ignored", code: "NO_PLATE" };
  return { status: "refused", code: judgement.code, detail: judgement.problems.join("; ") };
}

const identityOf = (event: EntryEvent | ExitEvent): ReadIdentity => ({
  kind: event.kind,
  lotId: event.lotId,
  plate: event.plate,
  id: event.id,
  at: passedAt(event),
});
