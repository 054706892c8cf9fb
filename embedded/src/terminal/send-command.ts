/**
 * A command for a shell that sends an event of now.
 * @param needsToken - the reader has to put in a token of his own
 */
export function sendCommand(gatewayUrl: string, needsToken: boolean): string {
  const token = needsToken ? ` -H "Authorization: Bearer $TOKEN"` : "";
  const body = `'{"type":"entry","vehicle_plate":"AB123CD","entry_date_time":"'$(date -u +%FT%TZ)'"}'`;
  return `curl -s${token} -H 'Content-Type: application/json' -d ${body} ${gatewayUrl}/api/v1/events`;
}
