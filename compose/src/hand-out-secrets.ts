import { statSync } from "node:fs";
import { handOutsOf, writeHandOut } from "./hand-outs.js";
import { makeSecrets, readSecrets } from "./secret-files.js";

// Runs once at each `docker compose up`, as root without network. The users of the containers cannot read files of
// mode 600 on the host, so each container gets a copy.
const [, , folder = "/secrets", root = "/hand-outs", ownedLike = "/docker-compose.yml"] =
  process.argv;
const { uid, gid } = statSync(ownedLike);
const made = makeSecrets(folder, { uid, gid });
const handOuts = handOutsOf(readSecrets(folder));
for (const handOut of handOuts) writeHandOut(root, handOut);
process.stdout.write(`${made.length} new secrets, ${handOuts.length} services got their secrets\n`);
