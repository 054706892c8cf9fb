export interface Moment {
  readonly name: string;
  readonly zone: string;
  /** In that zone: "2028-02-29 00:00:10". */
  readonly at: string;
}

/**
 * When code that takes a day for 24 hours, an hour for 60 minutes, a zone for whole hours or today for a day
 * after all test data goes wrong. Neighbours differ, as a run takes some of them in their order.
 */
export const MOMENTS: readonly Moment[] = [
  { name: "the end of a year", zone: "Asia/Kathmandu", at: "2026-12-31 23:59:30" },
  { name: "an hour that is left out", zone: "America/St_Johns", at: "2027-03-14 01:59:30" },
  { name: "a Monday at night", zone: "Pacific/Chatham", at: "2027-01-04 22:30:00" },
  { name: "a leap day", zone: "America/St_Johns", at: "2028-02-29 00:00:10" },
  { name: "an hour that comes twice", zone: "Pacific/Chatham", at: "2027-04-04 03:44:30" },
  { name: "a Sunday before dawn", zone: "Asia/Kathmandu", at: "2027-02-28 04:00:00" },
  { name: "an hour that comes twice", zone: "America/St_Johns", at: "2026-11-01 01:59:30" },
  { name: "an hour that is left out", zone: "Pacific/Chatham", at: "2026-09-27 02:44:30" },
  { name: "years before all test data", zone: "UTC", at: "2019-06-17 23:59:30" },
  { name: "the last second of 32 bits", zone: "UTC", at: "2038-01-19 03:13:30" },
];
