const OPEN_METRICS = "application/openmetrics-text";
const TEXT = "text/plain";

/** Whether an Accept header asks for OpenMetrics at least as much as for the text format. */
export function asksForOpenMetrics(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const weight = (type: string) =>
    Math.max(0, ...accept.split(",").map((part) => weightOf(part, type)));
  const wanted = weight(OPEN_METRICS);
  return wanted > 0 && wanted >= weight(TEXT);
}

/** Of one part of the header, "text/plain;version=0.0.4;q=0.5"; 0 when it is about another type. */
function weightOf(part: string, type: string): number {
  const [name, ...parameters] = part.split(";").map((word) => word.trim().toLowerCase());
  if (name !== type) return 0;
  const given = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = given === undefined ? 1 : Number(given.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
