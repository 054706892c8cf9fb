import { createHash } from "node:crypto";
import { storeAccounts } from "./accounts.js";
import { type Secrets, secretOf } from "./secret-files.js";

/** The users of Redis as its `aclfile`: one line each, passwords hashed. */
export function redisAcl(secrets: Secrets): string {
  const lines = storeAccounts.map(({ user, keys, commands }) => {
    const hash = createHash("sha256")
      .update(secretOf(secrets, `redis-${user}`))
      .digest("hex");
    return `user ${user} on #${hash} ~${keys} resetchannels -@all ${allowed(commands)}`;
  });
  return `${["user default off", healthUser, ...lines].join("\n")}\n`;
}

/** A user for the health check: any password, no command but PING. */
const healthUser = "user health on nopass resetkeys resetchannels -@all +ping";

const allowed = (commands: readonly string[]) => commands.map((name) => `+${name}`).join(" ");
