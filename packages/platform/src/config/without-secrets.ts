/**
 * The place that a URL names, without user, password, query and fragment: "https://host:8443/stays". Of what
 * is no URL nothing is shown.
 */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "***";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
