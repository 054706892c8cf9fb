import { randomBytes } from "node:crypto";

/** "boomgate_test_1f6b3c0a9d2e": marks queues, keys and databases as ours in a shared service. */
export const uniqueName = (): string => `boomgate_test_${randomBytes(6).toString("hex")}`;
