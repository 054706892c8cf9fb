import { startRabbitmq } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { openCommandBroker } from "../../cli/index.js";

describeWithProgram("rabbitmq-server", "a broker whose frames are too small", () => {
  it("is refused: of some messages that it takes, no copy could be parked", async () => {
    const server = await startRabbitmq({ config: ["frame_max = 8192"] });
    try {
      const opening = openCommandBroker({
        url: server.url,
        topology: { exchanges: [], queues: [], bindings: [] },
        clientName: "test",
        say: () => undefined,
      });
      await expect(opening).rejects.toThrow("frame_max of the broker is 8192 bytes");
    } finally {
      await server.stop();
    }
  }, 60_000);
});
