import { withoutSecrets } from "@boomgate/platform/config";

interface Asked {
  readonly status: number;
  readonly headers: unknown;
  /** SUMMARY_URL. */
  readonly url: string;
}

/** A hint for the operator, to follow the status in an error message; may be empty. */
export function hintOf({ status, headers, url }: Asked): string {
  if (status >= 300 && status < 400) return `; redirects are not followed${targetOf(headers, url)}`;
  if (status === 401 || status === 403) return "; does the sink know SUMMARY_TOKEN?";
  if (status === 404 || status === 405) return `; is SUMMARY_URL right?${slashOf(url)}`;
  if (status === 407) return "; what answered is a proxy, and none is used for the sink";
  return "";
}

const slashOf = (url: string): string => {
  const { pathname } = new URL(url);
  return pathname.length > 1 && pathname.endsWith("/") ? " It ends with a slash" : "";
};

function targetOf(headers: unknown, url: string): string {
  const { location } = (headers ?? {}) as { readonly location?: unknown };
  if (typeof location !== "string" || !URL.canParse(location, url)) return "";
  return `: should SUMMARY_URL be ${withoutSecrets(new URL(location, url).href)}?`;
}
