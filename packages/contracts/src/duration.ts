/**
 * ISO 8601 duration in hours, minutes and seconds, without zero parts.
 * @returns "PT1H30M30.5S" for 5430500; "PT0S" for 0
 */
export function formatDuration(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = (milliseconds % 60_000) / 1_000;
  const ofHours = hours > 0 ? `${hours}H` : "";
  const ofMinutes = minutes > 0 ? `${minutes}M` : "";
  const ofSeconds = seconds > 0 || (hours === 0 && minutes === 0) ? `${seconds}S` : "";
  return `PT${ofHours}${ofMinutes}${ofSeconds}`;
}
