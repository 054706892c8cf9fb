// A whole process for the tests: `node service-process.fixture.mjs <kind>`.
import { count, text } from "../config/index.js";
import { readConfigOrExit, runService, StopStack, type RunningService } from "./index.js";

const say = (line: string, error?: unknown): void => {
  process.stdout.write(error instanceof Error ? `${line}: ${error.message}\n` : `${line}\n`);
};

const never = () => new Promise<never>(() => {});
const stayAlive = () => setInterval(() => {}, 1_000);

function ordered(): RunningService {
  const timer = stayAlive();
  const stack = new StopStack();
  stack.defer("connections", () => say("connections closed"));
  stack.defer("consumers", async () => {
    await Promise.resolve();
    say("consumers stopped");
  });
  stack.defer("timer", () => clearInterval(timer));
  return stack;
}

const kinds: Readonly<Record<string, () => Promise<RunningService> | RunningService>> = {
  ordered,
  endless: () => {
    stayAlive();
    return { stop: never };
  },
  lifeless: () => {
    const timer = stayAlive();
    return {
      stop: () => {
        clearInterval(timer); // from here on nothing keeps the process but its deadline
        return never();
      },
    };
  },
  refusing: () => {
    stayAlive();
    return { stop: () => Promise.reject(new Error("no way")) };
  },
  ending: () => ({ finished: Promise.resolve(), stop: () => Promise.resolve() }),
  broken: () => ({ finished: Promise.reject(new Error("lost")), stop: () => Promise.resolve() }),
  failing: () => Promise.reject(new Error("no broker")),
  throwing: () => {
    throw new Error("no broker");
  },
  slow: async () => {
    say("starting");
    await new Promise((resolve) => setTimeout(resolve, 300));
    return ordered();
  },
  unconfigured: () => {
    readConfigOrExit(
      {
        BROKER: text({ doc: "Where." }),
        PREFETCH: count({ default: 1, doc: "How many." }),
        PASSWORD: text({ default: "none", doc: "Secret." }),
      },
      process.env,
    );
    return ordered();
  },
};

const kind = kinds[process.argv[2] ?? ""];
if (kind === undefined) throw new Error("no such kind");
await runService(
  async () => {
    const running = await kind();
    say("running");
    return running;
  },
  { stopTimeoutMs: 1_500, report: say },
);
