import type { ChannelModel } from "amqplib";

/** The headers of a parked message: its reason, what its sender wrote, its trace, and names, each of them bounded. */
const NEEDED_BYTES = 16_384;

/** The broker's frame_max is too small for the headers of a parked message, which would be delivered again for ever: the start fails. */
export class FramesTooSmallError extends Error {
  readonly code = "FRAMES_TOO_SMALL";

  constructor(readonly frameMax: number) {
    super(
      `frame_max of the broker is ${frameMax} bytes, and a parked message may need ${NEEDED_BYTES}: set it to that or more`,
    );
    this.name = "FramesTooSmallError";
  }
}

/** @throws {FramesTooSmallError} by what the broker offered at this connection */
export function checkFrameMax(connection: ChannelModel): void {
  const { frameMax } = connection.connection as unknown as { readonly frameMax: number };
  if (frameMax < NEEDED_BYTES) throw new FramesTooSmallError(frameMax);
}
