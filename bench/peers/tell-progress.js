/** Counts on standard output, and ends at SIGTERM. @returns to be called for each event that is done */
export function tellProgress() {
  let done = 0;
  setInterval(() => process.stdout.write(`${done}\n`), 20);
  process.on("SIGTERM", () => process.exit(0));
  return () => {
    done += 1;
  };
}
