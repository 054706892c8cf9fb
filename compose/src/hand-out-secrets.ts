import { statSync } from "node:fs";
import { handOutsOf, writeHandOut } from "./hand-outs.js";
import { makeSecrets, readSecrets } from "./secret-files.js";

// Runs once at each `docker compose up`, as root without network. A mode-600 file of the host cannot
// be read by the users the containers run as, so each gets a copy of its own.
const [, , folder = "/secrets", root = "/hand-outs", ownedLike = "/docker-compose.yml"] =
  process.argv;
const { uid, gid } = statSync(ownedLike);
const made = makeSecrets(folder, { uid, gid });
const handOuts = handOutsOf(readSecrets(folder));
for (const handOut of handOuts) writeHandOut(root, handOut);
process.stdout.write(`${made.length} secrets made, ${handOuts.length} services have theirs\n`);
