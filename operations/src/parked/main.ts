import { numberOption } from "@boomgate/platform/cli";
import { causeText } from "@boomgate/platform/errors";
import { printable } from "@boomgate/platform/text";
import { Command } from "commander";
import { Chosen } from "./chosen.js";
import { isConfirmed } from "./confirm.js";
import { type Held, holdMessages } from "./hold-messages.js";
import { replayMessages } from "./replay-messages.js";
import { Summary } from "./summarize.js";
import type { ParkedMessage } from "./parked-message.js";
import { messageJson, messageText, summaryTable } from "./tables.js";
import { tell, warn } from "./tell.js";
import { withParkingLot } from "./with-parking-lot.js";

/** RabbitMQ 4 drops a message of a quorum queue at its 20th return, unless a policy says otherwise. */
const WORRYING_DELIVERIES = 10;

const count = numberOption({ min: 1, max: 999_999_999 });

/** How often the broker handed out the message that it handed out most often. */
class Deliveries {
  most = 0;
  take({ deliveryCount }: ParkedMessage): void {
    this.most = Math.max(this.most, deliveryCount);
  }
}

interface Common {
  readonly json?: boolean;
}
interface Choosing extends Common {
  readonly code?: string;
  readonly limit: number;
}

const program = new Command("npm run parked --")
  .description(
    "Messages that could not be processed: look at them, send them back, throw them away.",
  )
  .addHelpText(
    "after",
    `
Settings are those of the services: AMQP_URL (amqp://guest:guest@localhost:5672), and TOPOLOGY_PREFIX where
one is used. Nothing is made on the broker. Ends with 0, with 1 when it could not be done, 64 for wrong
options, 78 for a wrong setting.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64));

program
  .command("list")
  .description("causes with their counts and times; consumes nothing; done when nothing is asked")
  .option("--json", "as JSON")
  .action(({ json }: Common) =>
    withParkingLot(process.env, async (broker, names) => {
      const summary = new Summary();
      const deliveries = new Deliveries();
      const held = await holdMessages(broker, names, (message) => {
        summary.take(message);
        deliveries.take(message);
      });
      const { causes } = summary;
      if (json) return tell(JSON.stringify({ total: held.total, causes }));
      if (held.total === 0) return tell("the parking lot is empty");
      if (causes.length > 0) tell(summaryTable(causes));
      return warnOf(held, deliveries);
    }),
  );

program
  .command("show")
  .description("one message with its headers and body; consumes nothing")
  .argument("<id>", "id of the event")
  .option("--plates", "show plates in full")
  .option("--json", "as JSON")
  .action((id: string, { plates = false, json }: Common & { readonly plates?: boolean }) =>
    withParkingLot(process.env, async (broker, names) => {
      const found: ParkedMessage[] = [];
      const deliveries = new Deliveries();
      const held = await holdMessages(broker, names, (message) => {
        deliveries.take(message);
        // As it is, or as it was shown.
        if (message.id === id || printable(message.id) === id) found.push(message);
      });
      for (const message of found) {
        tell(json ? JSON.stringify(messageJson(message, plates)) : messageText(message, plates));
      }
      warnOf(held, deliveries);
      if (found.length > 0) return;
      warn(`there is no parked message with the id ${id}`);
      process.exitCode = 1;
    }),
  );

program
  .command("replay")
  .description("back to the queues they came from; stops when one of them is parked again")
  .option("--code <code>", "only messages parked for this cause")
  .option("--limit <number>", "at most that many", count, Infinity)
  .option("--rate <per second>", "at most so fast", count)
  .option("--json", "as JSON")
  .action(({ code, limit, rate, json }: Choosing & { readonly rate?: number }) =>
    withParkingLot(process.env, async (broker, names) => {
      const isTerminal = process.stderr.isTTY;
      let replayed = 0;
      const result = await replayMessages(broker, { names, code, limit, rate }, (done, of) => {
        replayed = done;
        if (isTerminal) process.stderr.write(`\r${done} of ${of} replayed`);
      }).finally(() => {
        if (isTerminal && replayed > 0) warn("");
      });
      const left = result.withoutQueue === 0 ? "" : `, ${result.withoutQueue} whose queue is gone`;
      if (json) tell(JSON.stringify(result));
      else
        tell(`${result.replayed} replayed, ${result.withoutOrigin} without an origin left${left}`);
      if (left !== "") process.exitCode = 1;
      if (result.left > 0) warn(`${result.left} more were too much for once: run it again`);
      if (result.cameBack === 0) return;
      warn("stopped: replayed messages are being parked again; see what is wrong with them first");
      process.exitCode = 1;
    }),
  );

program
  .command("purge")
  .description("throws messages away, after asking")
  .option("--code <code>", "only messages parked for this cause")
  .option("--limit <number>", "at most that many", count, Infinity)
  .option("--yes", "do not ask")
  .option("--json", "as JSON")
  .action(({ code, limit, yes, json }: Choosing & { readonly yes?: boolean }) =>
    withParkingLot(process.env, async (broker, names) => {
      const chosen = new Chosen({ code, limit });
      await holdMessages(broker, names, chosen.take);
      const { messages, left } = chosen;
      if (messages.length > 0 && yes !== true && !(await isMeant(messages.length))) {
        process.exitCode = 1;
        return;
      }
      for (const { delivery } of messages) delivery.ack();
      tell(json ? JSON.stringify({ purged: messages.length }) : `${messages.length} thrown away`);
      if (left > 0) warn(`${left} more were too much for once: run it again`);
    }),
  );

await program.parseAsync(withDefault(process.argv.slice(2)), { from: "user" }).catch((error) => {
  warn(causeText(error));
  process.exitCode = 1;
});

/** A command that is not given is `list`; one that is not known is told as such. */
function withDefault(given: readonly string[]): readonly string[] {
  const [first] = given;
  const isOption = first?.startsWith("-") === true && !["-h", "--help"].includes(first);
  return first === undefined || isOption ? ["list", ...given] : given;
}

async function isMeant(messages: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    warn(`${messages} messages would be thrown away; there is no terminal to ask: say --yes`);
    return false;
  }
  if (await isConfirmed(`Throw ${messages} messages away for good? (yes/no) `)) return true;
  warn("nothing was thrown away");
  return false;
}

function warnOf({ held, total }: Held, { most }: Deliveries): void {
  if (held < total) warn(`${total - held} more could not be looked at`);
  if (held === 0 && total > 0) process.exitCode = 1;
  if (most < WORRYING_DELIVERIES) return;
  warn(`looked at ${most} times: RabbitMQ 4 drops a message of a quorum queue after 20`);
  warn("unless a policy sets a higher delivery-limit for the parking lot");
}
