import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { appendToStream, readStream } from "@boomgate/platform/messaging";
import type { EpochRegister } from "../ports/epoch-register.js";
import { newestOf } from "./epoch-value.js";

/** A stream of the broker with one message for each value that was entered. */
export class StreamEpochRegister implements EpochRegister {
  constructor(
    private readonly amqpUrl: string,
    private readonly stream: string,
  ) {}

  async newest(): Promise<string | undefined> {
    const entered: string[] = [];
    const take = ({ body }: { readonly body: Buffer }) => void entered.push(body.toString());
    await readStream(this.amqpUrl, this.stream, take).catch(asUnavailable);
    return newestOf(entered);
  }

  async enter(value: string): Promise<void> {
    await appendToStream(this.amqpUrl, this.stream, Buffer.from(value)).catch(asUnavailable);
  }
}

function asUnavailable(cause: unknown): never {
  throw new DependencyUnavailableError("broker", cause);
}
