import { makeSecrets } from "./secret-files.js";

const folder = process.argv[2] ?? "secrets";
const made = makeSecrets(folder);
process.stdout.write(
  made.length > 0
    ? `${made.length} random secrets are in ${folder}/, mode 600; git ignores them\n`
    : `${folder}/ has them all, nothing to do\n`,
);
