import { staySummaryToWire } from "@boomgate/contracts";
import type { z } from "zod";
import type { StoredStay, SupersededStay } from "../store/summary-store.js";
import type { staySchema } from "./schemas.js";

type StayWire = z.output<typeof staySchema>;

export const storedStayToWire = (stay: StoredStay): StayWire =>
  ({
    ...staySummaryToWire(stay),
    received_at: stay.receivedAt.toISOString(),
    corrections: stay.corrections,
  }) as unknown as StayWire;

export const supersededStayToWire = (stay: SupersededStay): StayWire =>
  ({
    ...staySummaryToWire(stay),
    received_at: stay.receivedAt.toISOString(),
    superseded_at: stay.supersededAt.toISOString(),
  }) as unknown as StayWire;
