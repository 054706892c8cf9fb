/** The bytes are no recording, or end being one; what was read before them stands. */
export class UnreadableRecordingError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = "UnreadableRecordingError";
  }
}
