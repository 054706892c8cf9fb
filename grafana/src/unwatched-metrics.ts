/** Metrics on no panel and in no rule, each with the reason; everything else somebody on call can see. */
export const UNWATCHED: Readonly<Record<string, string>> = {
  parking_events_in_hand: "queue depth shows the same as RabbitMQ counts it; the page asks for it",
  parking_events_published_total: "events accepted shows the same, as the broker adapter counts it",
  parking_events_uncertain_total: "set once, as a generator stops; its report has the same number",
  parking_exit_plates_total: "describes the simulated traffic, not the state of the system",
  parking_ids_reused_total:
    "no fault: reads with one id are kept apart; it explains why an id finds several stays",
  parking_generator_faults_total:
    "what a scenario planted; the audit sets it against what was found",
  parking_ledger_commit_outcomes: "grows with the load by itself; the lag shows what matters",
  parking_ledger_deleted_total: "reads past their retention, a step at a time",
  parking_messages_published_total: "confirmed, refused and returned together, which are shown",
  parking_queue_messages: "queue depth shows the same from RabbitMQ itself; the page asks for it",
  parking_reads:
    "one process may close what another opened, so it has no history; the page asks for it",
  parking_sink_raw_deleted_total: "stays past their retention, which is off unless asked for",
};
