import type { MessagePublisher, OutgoingMessage } from "@boomgate/platform/messaging";

/** A broker that confirms when it is asked to, in any order. */
export function aBroker() {
  const sent: OutgoingMessage[] = [];
  const open: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  const publisher: MessagePublisher = {
    publish: (message) =>
      new Promise((resolve, reject) => {
        sent.push(message);
        open.push({ resolve, reject });
      }),
  };
  return {
    ...{ publisher, sent },
    confirm: async () => {
      for (const { resolve } of open.splice(0)) resolve();
      await settled();
    },
    fail: async (error: Error) => {
      for (const { reject } of open.splice(0)) reject(error);
      await settled();
    },
    get underWay() {
      return open.length;
    },
  };
}

/** Until all promises that can be settled are. */
export const settled = () => new Promise(setImmediate);
