import { VENDOR_NAMES } from "@boomgate/cameras";
import { exitOnUsage } from "@boomgate/platform/cli";
import { Command, Option } from "commander";

export interface CameraOptions {
  /** Of a vendor, or of a camera in the file `cameras`. */
  readonly name: string;
  readonly file: string;
  readonly cameras?: string | undefined;
  readonly mapping?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly dateOrder?: string | undefined;
  readonly direction?: string | undefined;
  readonly topic?: string | undefined;
  readonly sequence?: string | undefined;
  readonly now: boolean;
  readonly json: boolean;
}

/** Ends the process with 0 after --help, and with 64 for a wrong option. */
export function parseOptions(args: readonly string[]): CameraOptions {
  const program = new Command("npm run camera --")
    .description("Shows what Boomgate makes of a message of a camera. Sends nothing.")
    .argument("<vendor>", `${VENDOR_NAMES.join(", ")}; with --cameras the name of a camera`)
    .argument("<file>", "a body, or a whole HTTP/1.1 request as it went over the wire")
    .option("--cameras <file>", "take the settings of a camera from a CAMERAS_FILE")
    .option("--time-zone <zone>", "of clocks without one: Europe/Berlin, +05:30")
    .addOption(
      new Option("--date-order <order>", "of dates like 03/01/2026").choices(["dmy", "mdy"]),
    )
    .option("--direction <direction>", 'entry, exit, or a map: {"forward": "entry"}', "entry")
    .addOption(
      new Option("--sequence <which>", "of several messages about one passage").choices([
        "final",
        "first",
      ]),
    )
    .option("--topic <topic>", "of a message of MQTT, or what follows the camera's address")
    .option("--mapping <file>", "JSON, for the vendor generic")
    .option("--now", "shift all times, so that the last passage is now", false)
    .option("--json", "print only the events, one a line, as a gateway takes them", false)
    .addHelpText(
      "after",
      `
Examples:
  npm run camera -- hikvision packages/cameras/payloads/hikvision-anpr.xml --now
  npm run camera -- dahua body.json --time-zone America/Sao_Paulo
  npm run camera -- north-1 body.json --cameras cameras.json

docs/cameras.md has all vendors and settings. Exit code: 0 when everything could be read; 1 when not; 64 for a wrong
option or setting.`,
    )
    .exitOverride(exitOnUsage)
    .parse(args, { from: "user" });
  const [name = "", file = ""] = program.args;
  return { ...program.opts<Omit<CameraOptions, "name" | "file">>(), name, file };
}
