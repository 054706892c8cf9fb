import type { EpochUnit } from "../time/camera-clock.js";

/** Where in a document the parts of a passage lie: "/data/plate" within it, "#/timestamp" from the root. */
export type Place = string;

/** How to read any document; places that are given as a list are tried in order. */
export interface GenericMapping {
  /** One passage, or a list of them; by default the whole document. */
  readonly passages?: Place | undefined;
  readonly plate: readonly Place[];
  readonly time: {
    /** Date and time, or with `clock` the date alone. */
    readonly at: readonly Place[];
    /** Time of day, where it is a field of its own. */
    readonly clock?: Place | undefined;
    /** A number since 1970, or text. */
    readonly as: EpochUnit | "text";
    /** The text is in UTC, though it does not say so. */
    readonly isUtc: boolean;
  };
  readonly id?: readonly Place[] | undefined;
  readonly confidence?: { readonly at: readonly Place[]; readonly max: number } | undefined;
  readonly direction?: readonly Place[] | undefined;
  readonly region?: readonly Place[] | undefined;
  /** A list of texts, or of objects with `plate` and `confidence`. */
  readonly candidates?: Place | undefined;
  /** Fields in which two passages with the same time differ: a lane. */
  readonly lane?: readonly Place[] | undefined;
  /** The message is a heartbeat. */
  readonly heartbeat?: Condition | undefined;
  /** All other passages are left out: motion, previews. */
  readonly only?: Condition | undefined;
}

export interface Condition {
  readonly at: Place;
  /** Texts, whole and without regard to case. */
  readonly is: readonly string[];
}

/** A text in the zone of the camera. */
export const TEXT_TIME = { as: "text", isUtc: false } as const;
