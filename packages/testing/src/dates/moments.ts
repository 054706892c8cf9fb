export interface Moment {
  readonly name: string;
  readonly zone: string;
  /** Half a minute before it, where something changes: "2028-02-29T03:29:30Z". */
  readonly at: string;
}

/**
 * Moments at which code fails that assumes days of 24 hours, zones of whole hours, or a date after all test data.
 * Neighbours in the list differ in kind, as a run takes a part of it.
 */
export const MOMENTS: readonly Moment[] = [
  { name: "the end of a year", zone: "Asia/Kathmandu", at: "2026-12-31T18:14:30Z" },
  { name: "an hour that is left out", zone: "America/St_Johns", at: "2027-03-14T05:29:30Z" },
  { name: "a Monday at night", zone: "Pacific/Chatham", at: "2027-01-04T08:45:00Z" },
  { name: "the beginning of a leap day", zone: "America/St_Johns", at: "2028-02-29T03:29:30Z" },
  { name: "an hour that comes twice", zone: "Pacific/Chatham", at: "2027-04-03T13:59:30Z" },
  { name: "a Sunday before dawn", zone: "Asia/Kathmandu", at: "2027-02-27T22:15:00Z" },
  { name: "an hour that comes twice", zone: "America/St_Johns", at: "2026-11-01T04:29:30Z" },
  { name: "an hour that is left out", zone: "Pacific/Chatham", at: "2026-09-26T13:59:30Z" },
  { name: "years before all test data", zone: "UTC", at: "2019-06-17T23:59:30Z" },
  { name: "the last second of 32 bits", zone: "UTC", at: "2038-01-19T03:13:30Z" },
];

/** "2027-03-14 01:59:30 America/St_Johns, an hour that is left out" */
export const titleOf = ({ name, zone, at }: Moment): string =>
  `${new Date(at).toLocaleString("sv", { timeZone: zone })} ${zone}, ${name}`;
