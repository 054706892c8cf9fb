/** The bytes are no recording. What was read before them stays valid. */
export class UnreadableRecordingError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = "UnreadableRecordingError";
  }
}
