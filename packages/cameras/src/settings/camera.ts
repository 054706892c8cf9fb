import type { GenericMapping } from "../generic/mapping.js";
import type { ClockSettings } from "../time/camera-clock.js";
import type { CameraAccess } from "./access.js";
import type { DirectionSetting } from "./direction.js";
import type { VendorName } from "./vendor-names.js";

/** What the operator set about one camera. */
export interface Camera extends ClockSettings {
  /** Part of its address: "north-1". */
  readonly name: string;
  readonly vendor: VendorName;
  readonly lotId: string;
  readonly gateId?: string | undefined;
  readonly direction: DirectionSetting;
  /** 0 to 1; a passage that the camera is less sure of is left out. */
  readonly minConfidence?: number | undefined;
  /** What the camera calls certain, where that is not what its vendor's cameras usually do: 100, 999. */
  readonly confidenceMax?: number | undefined;
  /** Of several messages about one passage: the last one, or the first one that has a plate. */
  readonly sequence: "final" | "first";
  readonly access: CameraAccess;
  /** Of a `frigate` camera: what Frigate calls it; one message bus has the events of many. All of them when left out. */
  readonly source?: string | undefined;
  /** Of a `generic` camera. */
  readonly mapping?: GenericMapping | undefined;
}
