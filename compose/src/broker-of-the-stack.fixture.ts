import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startRabbitmq } from "@boomgate/testing";
import { VIRTUAL_HOST } from "./accounts.js";
import { rabbitmqDefinitions } from "./rabbitmq-definitions.js";
import { secretOf } from "./secret-files.js";
import { type Started, startWithSecrets } from "./started.fixture.js";

export interface StackBroker extends Started {
  /** URL with the password of the user: "entry-generator". */
  urlOf(user: string): string;
}

/** RabbitMQ with the users, rights, queues and limits of the Compose stack. */
export async function startStackBroker(): Promise<StackBroker> {
  const started = await startWithSecrets((folder, secrets) => {
    const definitions = join(folder, "definitions.json");
    writeFileSync(definitions, JSON.stringify(rabbitmqDefinitions(secrets)));
    return startRabbitmq({
      config: [...limits(), `load_definitions = ${definitions}`],
      login: {
        user: "monitor",
        password: secretOf(secrets, "rabbitmq-monitor"),
        virtualHost: VIRTUAL_HOST,
      },
    });
  });
  return {
    ...started,
    urlOf: (user) =>
      `amqp://${user}:${secretOf(started.secrets, `rabbitmq-${user}`)}@127.0.0.1:${started.port}/${VIRTUAL_HOST}`,
  };
}

/** The limits of sizes in the configuration of the stack; its other lines need files and plugins of the image. */
const limits = () =>
  readFileSync(new URL("../config/rabbitmq.conf", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => /^(frame_max|max_message_size) =/.test(line));
