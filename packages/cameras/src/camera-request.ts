/** What a camera sent, without anything that depends on how it arrived. */
export interface CameraRequest {
  /** "POST"; for MQTT as well. */
  readonly method: string;
  /** What follows the camera's address: "/NotificationInfo/TollgateInfo", or the topic of MQTT: "frigate/events". */
  readonly suffix: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Whole, without chunks and without compression. */
  readonly body: Uint8Array;
}

/** What the camera gets back. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export const jsonAnswer = (status: number, body: object): Answer => ({
  status,
  contentType: "application/json",
  body: JSON.stringify(body),
});

export const emptyAnswer = (status: number): Answer => ({
  status,
  contentType: "text/plain",
  body: "",
});
