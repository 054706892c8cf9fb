/** @param metric - a histogram, without `_bucket` */
export const quantile = (q: number, metric: string, by = "event_type"): string =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric}_bucket[$__rate_interval])))`;
