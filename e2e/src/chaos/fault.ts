import type { Env } from "../service-process.js";
import type { Scene } from "./scene.js";

/** How the fault was felt; a fault that nobody felt proves nothing. */
export interface Felt {
  readonly how: string;
  readonly times: number;
  /** What went wrong meanwhile, as sentences, where nobody can see it afterwards. */
  readonly wrong?: readonly string[];
}

export interface Fault {
  readonly name: string;
  readonly needsRoot?: true;
  /** Where it is not installed, the fault cannot be tried. */
  readonly needsProgram?: string;
  /** Environment of a Redis that is started for this fault alone. @param folder - of that Redis */
  redisEnv?(folder: string): Readonly<Record<string, string>>;
  /** Stays that the sink never takes, from the beginning on: events of theirs have to be parked. */
  refuses?(stayId: string): boolean;
  /** What has to be so from the beginning. */
  prepare?(folder: string): Promise<Prepared>;
  /** Happens while traffic goes on; puts everything right again before it resolves. */
  strike(scene: Scene): Promise<Felt>;
}

export interface Prepared {
  /** Settings of the summary API; undefined is not set. */
  readonly apiEnv: Env;
  undo(): Promise<void>;
}
