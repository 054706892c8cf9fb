import { type SoughtPlate, staySummaryToWire } from "@boomgate/contracts";
import type { z } from "zod";
import type { StoredStay, SupersededStay } from "../store/stays/summary-store.js";
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

/** The plates of a query in an answer, so that the page can filter the live stream by them. */
export function soughtToWire(plates: readonly SoughtPlate[]) {
  const [first, ...others] = plates;
  if (first === undefined) return {};
  if (others.length === 0) return { plate: first.plate };
  return {
    plate: first.plate,
    plates: plates.map(({ plate, lots = { except: [] } }) => ({
      vehicle_plate: plate,
      ...("only" in lots ? { only_lots: [...lots.only] } : { except_lots: [...lots.except] }),
    })),
  };
}
