/** AMQP's limit of a short text, which message id, application id and content type are. */
const MAX_BYTES = 255;

/**
 * As much of it as AMQP takes. Bytes that are not UTF-8 come as three bytes each, so that what came in as a short text may
 * be none any more.
 */
export function shortText(text: string): string {
  if (text.length * 3 <= MAX_BYTES || Buffer.byteLength(text) <= MAX_BYTES) return text;
  let kept = text.slice(0, MAX_BYTES);
  while (Buffer.byteLength(kept) > MAX_BYTES) kept = kept.slice(0, -1);
  // Not half a pair at its end.
  return /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept;
}
