import { spawnSync } from "node:child_process";

interface ComposeOptions {
  /** Folder of docker-compose.yml. */
  readonly folder: string;
  /** Prefix of its containers and volumes, which keeps them apart from a real stack. */
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
}

export type Compose = (...args: string[]) => string;

/** Runs `docker compose` in one project. @throws with its standard error when it fails */
export function composeIn({ folder, project, env }: ComposeOptions): Compose {
  return (...args) => {
    const { status, stdout, stderr, error } = spawnSync(
      "docker",
      ["compose", "--project-name", project, ...args],
      { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8", timeout: 600_000 },
    );
    if (status === 0) return stdout;
    throw new Error(`docker compose ${args.join(" ")}: ${error?.message ?? stderr.slice(-4_000)}`);
  };
}

/** Why no stack can be started; undefined when one can. */
export function whyNoEngine(): string | undefined {
  const { status, error } = spawnSync("docker", ["compose", "version"], { stdio: "ignore" });
  if (error || status !== 0) return "there is no `docker compose` on the PATH";
  return spawnSync("docker", ["info"], { stdio: "ignore" }).status === 0
    ? undefined
    : "the container engine does not answer";
}

export const hasImage = (name: string): boolean =>
  spawnSync("docker", ["image", "inspect", name], { stdio: "ignore" }).status === 0;
