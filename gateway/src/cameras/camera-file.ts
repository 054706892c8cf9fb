import { type Camera, parseCameras } from "@boomgate/cameras";
import { type FileAtStart, RereadFile } from "@boomgate/platform/config";
import { causeText } from "@boomgate/platform/errors";
import type { Logger } from "@boomgate/platform/telemetry";

/** A camera that was removed from the file may send for this long at most. */
const AGAIN_MS = 1_000;

type Cameras = ReadonlyMap<string, Camera>;

/** The cameras of CAMERAS_FILE, as they were at most a second ago. A file that is wrong changes nothing, and is logged. */
export class CameraFile {
  private readonly file: RereadFile<Cameras> | undefined;

  /** @param onCameras - called with the names at the start and after each change */
  constructor(
    start: FileAtStart<Cameras> | undefined,
    log: Pick<Logger, "info" | "warn">,
    onCameras: (names: readonly string[]) => void,
  ) {
    this.file =
      start &&
      new RereadFile({
        ...{ path: start.path, text: start.text },
        parse: parseCameras,
        onRead: (cameras) => {
          log.info({ cameras: cameras.size }, "cameras read again");
          onCameras([...cameras.keys()]);
        },
        onWrong: (error) => {
          log.warn({ problem: causeText(error) }, "CAMERAS_FILE is wrong, the cameras before stay");
        },
      });
    onCameras([...this.last.keys()]);
  }

  get last(): Cameras {
    return this.file?.last ?? new Map();
  }

  async find(name: string): Promise<Camera | undefined> {
    return (await this.all()).get(name);
  }

  async all(): Promise<Cameras> {
    return (await this.file?.notOlderThan(AGAIN_MS)) ?? new Map();
  }
}
