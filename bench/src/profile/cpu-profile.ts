/** The file of node --cpu-prof, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Id of the running node, for each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** Microseconds of a function, without the functions it calls. */
export interface Spent {
  readonly part: string;
  readonly name: string;
  readonly micros: number;
}

export interface WhereTimeWent {
  readonly spent: readonly Spent[];
  readonly idleMicros: number;
}

/** A longer sample is a time in which the bench had stopped the consumer. */
const STOPPED_MICROS = 50_000;
const OF_V8 = new Map([
  ["(garbage collector)", "garbage collection"],
  ["(program)", "outside JavaScript"],
]);
const PACKAGE = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
/** A folder of this repository: "backend/domain". */
const OWN = /\/([^/]+)\/dist\/(?:([^/]+)\/)?/;
const LOADER = /^node:internal\/(?:modules|bootstrap)\//;

/**
 * Where a program spent its time, without loading its modules. Time in Node counts for the part that called Node, as with
 * a write to a socket.
 */
export function whereTimeWent({ nodes, samples, timeDeltas }: CpuProfile): WhereTimeWent {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map<number, ProfileNode>();
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node);
  const spent: Spent[] = [];
  let idleMicros = 0;
  for (const [id, micros] of microsOf(samples, timeDeltas)) {
    const node = byId.get(id) as ProfileNode;
    const callers = [node];
    for (let at = parents.get(id); at; at = parents.get(at.id)) callers.push(at);
    if (node.callFrame.functionName === "(idle)") idleMicros += micros;
    else if (!callers.some(({ callFrame }) => LOADER.test(callFrame.url))) {
      const part = callers.map(partOf).find((found) => found !== undefined);
      const name = node.callFrame.functionName || "(anonymous)";
      spent.push({ part: part ?? "Node by itself", name, micros });
    }
  }
  return { spent, idleMicros };
}

function microsOf(samples: readonly number[], timeDeltas: readonly number[]) {
  const micros = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    if (delta > 0 && delta < STOPPED_MICROS) micros.set(id, (micros.get(id) ?? 0) + delta);
  }
  return micros;
}

/** Undefined for functions of Node. */
function partOf({ callFrame: { functionName, url } }: ProfileNode): string | undefined {
  const ofV8 = OF_V8.get(functionName) ?? PACKAGE.exec(url)?.[1];
  if (ofV8 !== undefined) return ofV8;
  const [, workspace, folder] = OWN.exec(url) ?? [];
  return workspace && [workspace, folder].filter(Boolean).join("/");
}
