import { runbookUrlOf } from "./runbook-link.js";

/** Where Compose publishes Grafana; a mail opens nothing that is relative. */
const GRAFANA_URL = "http://127.0.0.1:3000";

/** The alerts with the address of their section of the runbook. @param text - of prometheus/rules/alerts.yml */
export const withRunbookUrls = (text: string): string =>
  text.replaceAll(
    /(- alert: (\w+)\n(?:(?! +- alert:).*\n)*? +runbook_url: ).*/g,
    (_all, before: string, alert: string) => `${before}${GRAFANA_URL}${runbookUrlOf(alert)}`,
  );
