import { exitOnUsage, numberOption } from "@boomgate/platform/cli";
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
import { print, warn } from "../output.js";
import { withParkingLot } from "./with-parking-lot.js";

/** RabbitMQ 4 drops a message of a quorum queue at its 20th return, unless a policy sets another limit. */
const MANY_DELIVERIES = 10;

const count = numberOption({ min: 1, max: 999_999_999 });

/** The largest delivery count of all messages. */
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
  readonly limit?: number;
}

const program = new Command("npm run parked --")
  .description("Lists, shows, replays and deletes events that could not be processed.")
  .addHelpText(
    "after",
    `
An array of events that was parked whole counts as its events. It is replayed or deleted with all of them, even beyond --limit.

Without a command: list. AMQP_URL (default: amqp://guest:guest@localhost:5672) and TOPOLOGY_PREFIX are set as for the
services. Makes no queue on the broker.

Exit code: 0 when done; 1 when not; 64 for a wrong option; 78 for a wrong setting.`,
  )
  .exitOverride(exitOnUsage);

program
  .command("list")
  .description("count events by cause; keeps them")
  .option("--json", "print JSON")
  .action(({ json }: Common) =>
    withParkingLot(process.env, async (broker, names) => {
      const summary = new Summary();
      const deliveries = new Deliveries();
      const held = await holdMessages(broker, names, (message) => {
        summary.take(message);
        deliveries.take(message);
      });
      const { causes } = summary;
      if (json) return print(JSON.stringify({ total: totalOf(held), causes }));
      if (held.total === 0) return print("the parking lot is empty");
      if (causes.length > 0) print(summaryTable(causes));
      return warnAbout(held, deliveries);
    }),
  );

program
  .command("show")
  .description("show one event with headers and body; keeps it")
  .argument("<id>", "id of the event")
  .option("--plates", "do not mask plates")
  .option("--json", "print JSON")
  .action((id: string, { plates = false, json }: Common & { readonly plates?: boolean }) =>
    withParkingLot(process.env, async (broker, names) => {
      const found: ParkedMessage[] = [];
      const deliveries = new Deliveries();
      const held = await holdMessages(broker, names, (message) => {
        deliveries.take(message);
        // The id itself, or as `show` prints it.
        if (message.id === id || printable(message.id) === id) found.push(message);
      });
      for (const message of found) {
        print(json ? JSON.stringify(messageJson(message, plates)) : messageText(message, plates));
      }
      warnAbout(held, deliveries);
      if (found.length > 0) return;
      warn(`there is no parked event with the id ${id}`);
      process.exitCode = 1;
    }),
  );

program
  .command("replay")
  .description("send events back to their queues; stops when one of them is parked again")
  .option("--code <code>", "only events with this cause, as list shows it")
  .option("--limit <number>", "at most so many events", count)
  .option("--rate <per second>", "at most so many events per second", count)
  .option("--json", "print JSON")
  .action(({ code, limit = Infinity, rate, json }: Choosing & { readonly rate?: number }) =>
    withParkingLot(process.env, async (broker, names) => {
      const isTerminal = process.stderr.isTTY;
      let replayed = 0;
      const result = await replayMessages(broker, { names, code, limit, rate }, (done, of) => {
        replayed = done;
        if (isTerminal) process.stderr.write(`\r${done} of ${of} replayed`);
      }).finally(() => {
        if (isTerminal && replayed > 0) warn("");
      });
      const left =
        result.withoutQueue === 0
          ? ""
          : `, ${result.withoutQueue} kept as their queue does not exist`;
      if (json) print(JSON.stringify(result));
      else
        print(
          `${result.replayed} replayed, ${result.withoutOrigin} kept without a known origin${left}`,
        );
      if (left !== "") process.exitCode = 1;
      if (result.left > 0)
        warn(`${result.left} more did not fit into memory: run the command again`);
      if (result.cameBack === 0) return;
      warn("stopped: replayed events are parked again; find out why first");
      process.exitCode = 1;
    }),
  );

program
  .command("purge")
  .description("delete events, after asking")
  .option("--code <code>", "only events with this cause, as list shows it")
  .option("--limit <number>", "at most so many events", count)
  .option("--yes", "do not ask")
  .option("--json", "print JSON")
  .action(({ code, limit = Infinity, yes, json }: Choosing & { readonly yes?: boolean }) =>
    withParkingLot(process.env, async (broker, names) => {
      const chosen = new Chosen({ code, limit });
      await holdMessages(broker, names, chosen.take);
      const { messages, left } = chosen;
      if (messages.length > 0 && yes !== true && !(await isWanted(messages.length))) {
        process.exitCode = 1;
        return;
      }
      for (const { delivery } of messages) delivery.ack();
      print(json ? JSON.stringify({ purged: messages.length }) : `${messages.length} deleted`);
      if (left > 0) warn(`${left} more did not fit into memory: run the command again`);
    }),
  );

await program.parseAsync(withDefault(process.argv.slice(2)), { from: "user" }).catch((error) => {
  warn(causeText(error));
  process.exitCode = 1;
});

/** Without a command it is `list`; an unknown one is reported as such. */
function withDefault(given: readonly string[]): readonly string[] {
  const [first] = given;
  const isOption = first?.startsWith("-") === true && !["-h", "--help"].includes(first);
  return first === undefined || isOption ? ["list", ...given] : given;
}

async function isWanted(events: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    warn(`${events} events would be deleted; without a terminal to ask, give --yes`);
    return false;
  }
  if (await isConfirmed(`Delete ${events} events for good? (yes/no) `)) return true;
  warn("nothing was deleted");
  return false;
}

/** Events; a message that could not be read counts as one. */
function totalOf({ held, total, events }: Held): number {
  return events + total - held;
}

function warnAbout({ held, total }: Held, { most }: Deliveries): void {
  if (held < total) warn(`${total - held} more could not be read`);
  if (held === 0 && total > 0) process.exitCode = 1;
  if (most < MANY_DELIVERIES) return;
  warn(
    `one message was delivered ${most} times: RabbitMQ 4 drops a message of a quorum queue after 20`,
  );
  warn("unless a policy sets a higher delivery-limit for the parking lot");
}
