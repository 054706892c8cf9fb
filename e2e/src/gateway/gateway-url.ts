import type { ServiceProcess } from "../service-process.js";

/** The address of a gateway that is ready, as it logged it. */
export function gatewayUrlOf(gateway: ServiceProcess): string {
  const [line] = gateway.logged("gateway listens on loopback only, as it has no tokens");
  if (typeof line?.["url"] !== "string") throw new Error(`${gateway.name} does not listen`);
  return line["url"];
}
