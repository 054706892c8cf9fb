/** Share of events that missed an objective within a window ("5m", "$__range"); as the recording rules have it. */
export type SloErrors = (window: string) => string;

const ACCEPTED = 'parking_messages_confirmed_total{exchange=~".*parking[.](entries|exits)"}';
const SETTLED = 'parking_event_processing_seconds_count{outcome!="released"}';

const orZero = (expr: string) => `(${expr} or vector(0))`;

// `rate` adds to each series what it may have missed before its first sample, so to good ones more than to all:
// without clamp_min a share could be below nothing.
export const processingErrors: SloErrors = (window) => {
  const good = `parking_event_processing_seconds_bucket{le="0.05",outcome!~"parked|retried|released"}`;
  return [
    `clamp_min(1 - ${orZero(`sum(rate(${good}[${window}]))`)}`,
    `/ (sum(rate(${SETTLED}[${window}])) > 0), 0)`,
    `or (sum(rate(${ACCEPTED}[${window}])) > 0) * 0 + 1`,
  ].join(" ");
};

export const commitErrors: SloErrors = (window) => {
  // Written "5" in the text, and "5.0" by a Prometheus 3.
  const good = `parking_event_end_to_end_seconds_bucket{le=~"5([.]0)?"}`;
  const committed = orZero(`sum(rate(parking_event_end_to_end_seconds_count[${window}]))`);
  const refused = orZero(`sum(rate(parking_summaries_total{result="refused"}[${window}]))`);
  const held = `max(avg_over_time(parking_hold_active[${window}]))`;
  return [
    `clamp_min(1 - ${orZero(`sum(rate(${good}[${window}]))`)}`,
    `/ (${committed} + ${refused} > 0)`,
    `* (1 - (${held} and max(parking_hold_active) == 1 or vector(0))), 0)`,
    `or (sum(rate(${ACCEPTED}[${window}])) > 0 unless sum(rate(${SETTLED}[${window}])) > 0) * 0 + 1`,
    `or ${held} > 0`,
  ].join(" ");
};
