import { numberOption } from "@boomgate/platform/cli";
import { causeText } from "@boomgate/platform/errors";
import { Command } from "commander";
import { isConfirmed } from "./confirm.js";
import { type Held, holdMessages } from "./hold-messages.js";
import { MOST_HELD, replayMessages } from "./replay-messages.js";
import { summarize } from "./summarize.js";
import { messageJson, messageText, summaryTable } from "./tables.js";
import { tell, warn } from "./tell.js";
import { withParkingLot } from "./with-parking-lot.js";

/** RabbitMQ 4 drops a message of a quorum queue at its 20th return, unless a policy says otherwise. */
const WORRYING_DELIVERIES = 10;

const count = numberOption({ min: 1, max: 999_999_999 });

interface Common {
  readonly json?: boolean;
}
interface Chosen extends Common {
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
    withParkingLot(process.env, async (broker, queue) => {
      const held = await holdMessages(broker, queue, MOST_HELD);
      const summaries = summarize(held.messages);
      if (json) return tell(JSON.stringify({ total: held.total, causes: summaries }));
      if (held.total === 0) return tell("the parking lot is empty");
      if (summaries.length > 0) tell(summaryTable(summaries));
      return warnOf(held);
    }),
  );

program
  .command("show")
  .description("one message with its headers and body; consumes nothing")
  .argument("<id>", "id of the event")
  .option("--plates", "show plates in full")
  .option("--json", "as JSON")
  .action((id: string, { plates = false, json }: Common & { readonly plates?: boolean }) =>
    withParkingLot(process.env, async (broker, queue) => {
      const held = await holdMessages(broker, queue, MOST_HELD);
      const found = held.messages.filter((message) => message.id === id);
      for (const message of found) {
        tell(json ? JSON.stringify(messageJson(message, plates)) : messageText(message, plates));
      }
      warnOf(held);
      if (found.length > 0) return;
      warn(`there is no parked message with the id ${id}`);
      process.exitCode = 1;
    }),
  );

program
  .command("replay")
  .description("back to the queues they came from; stops when one of them is parked again")
  .option("--code <code>", "only messages parked for this cause")
  .option("--limit <number>", "at most that many", count, MOST_HELD)
  .option("--rate <per second>", "at most so fast", count)
  .option("--json", "as JSON")
  .action(({ code, limit, rate, json }: Chosen & { readonly rate?: number }) =>
    withParkingLot(process.env, async (broker, queue) => {
      const isTerminal = process.stderr.isTTY;
      let replayed = 0;
      const result = await replayMessages(broker, { queue, code, limit, rate }, (done, of) => {
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
      if (result.cameBack === 0) return;
      warn("stopped: replayed messages are being parked again; see what is wrong with them first");
      process.exitCode = 1;
    }),
  );

program
  .command("purge")
  .description("throws messages away, after asking")
  .option("--code <code>", "only messages parked for this cause")
  .option("--limit <number>", "at most that many", count, MOST_HELD)
  .option("--yes", "do not ask")
  .option("--json", "as JSON")
  .action(({ code, limit, yes, json }: Chosen & { readonly yes?: boolean }) =>
    withParkingLot(process.env, async (broker, queue) => {
      const { messages } = await holdMessages(broker, queue, MOST_HELD);
      const chosen = messages
        .filter((message) => code === undefined || message.code === code)
        .slice(0, limit);
      if (chosen.length > 0 && yes !== true && !(await isMeant(chosen.length))) {
        process.exitCode = 1;
        return;
      }
      for (const { delivery } of chosen) delivery.ack();
      tell(json ? JSON.stringify({ purged: chosen.length }) : `${chosen.length} thrown away`);
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

function warnOf({ messages, total }: Held): void {
  if (messages.length < total) warn(`${total - messages.length} more could not be looked at`);
  if (messages.length === 0 && total > 0) process.exitCode = 1;
  const deliveries = Math.max(0, ...messages.map(({ deliveryCount }) => deliveryCount));
  if (deliveries < WORRYING_DELIVERIES) return;
  warn(`looked at ${deliveries} times: RabbitMQ 4 drops a message of a quorum queue after 20`);
  warn("unless a policy sets a higher delivery-limit for the parking lot");
}
