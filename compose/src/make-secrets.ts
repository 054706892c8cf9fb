import { makeSecrets } from "./secret-files.js";

const folder = process.argv[2] ?? "secrets";
const made = makeSecrets(folder);
process.stdout.write(
  made.length > 0
    ? `${made.length} random secrets written to ${folder}/ with mode 600; keep them out of git\n`
    : `${folder}/ has all secrets already, nothing to do\n`,
);
