/** Prints the number of processed events, and exits on SIGTERM. @returns a function to call for each event */
export function printProgress() {
  let done = 0;
  setInterval(() => process.stdout.write(`${done}\n`), 20);
  process.on("SIGTERM", () => process.exit(0));
  return () => {
    done += 1;
  };
}
