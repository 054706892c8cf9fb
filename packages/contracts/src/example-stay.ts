/** A closed stay as it is posted, for documents that show one. */
export const EXAMPLE_STAY = {
  stay_id: "s-tkviyfvhedc5wtjrnqf2g4sbul",
  revision: 1_763_683_200_123,
  status: "closed",
  lot_id: "main",
  vehicle_plate: "AB123CD",
  exit_plate: "AB123CD",
  entry_event_id: "e1",
  exit_event_id: "x1",
  entry_date_time: "2026-11-20T08:00:00.000Z",
  exit_date_time: "2026-11-20T09:30:30.500Z",
  duration_seconds: 5_430.5,
  duration: "PT1H30M30.5S",
} as const;
