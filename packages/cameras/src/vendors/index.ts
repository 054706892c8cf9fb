import type { CameraAdapter } from "../adapter.js";
import { createGenericAdapter } from "../generic/generic-adapter.js";
import type { Camera } from "../settings/camera.js";
import type { VendorName } from "../settings/vendor-names.js";
import { axis } from "./axis.js";
import { dahua } from "./dahua.js";
import { frigate } from "./frigate.js";
import { genetec } from "./genetec.js";
import { hikvision } from "./hikvision.js";
import { milesight } from "./milesight.js";
import { plateRecognizer } from "./plate-recognizer.js";
import { gat1400, lectorVision, lilin } from "./presets.js";
import { rekor } from "./rekor.js";
import { survision } from "./survision.js";
import { tattile } from "./tattile.js";
import { unifi } from "./unifi.js";
import { uniview } from "./uniview.js";
import { verkada } from "./verkada.js";

const ADAPTERS: Readonly<Record<Exclude<VendorName, "generic">, CameraAdapter>> = {
  axis,
  dahua,
  frigate,
  gat1400,
  genetec,
  hikvision,
  lectorvision: lectorVision,
  lilin,
  milesight,
  platerecognizer: plateRecognizer,
  rekor,
  survision,
  tattile,
  unifi,
  uniview,
  verkada,
};

/** Of a generic camera it is made from its mapping. */
export function adapterOf({ vendor, mapping }: Pick<Camera, "vendor" | "mapping">): CameraAdapter {
  if (vendor !== "generic") return ADAPTERS[vendor];
  return createGenericAdapter("generic", mapping ?? NO_MAPPING, ["mapping"]);
}

/** A generic camera without a mapping is refused when its settings are read. */
const NO_MAPPING = { plate: [], time: { at: [], as: "text", isUtc: false } } as const;
