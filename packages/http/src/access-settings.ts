import { type Config, optional, secret, text } from "@boomgate/platform/config";

/** Where an API listens, and by which names it may be asked. */
export const listenSettings = {
  HTTP_HOST: text({
    default: "127.0.0.1",
    doc: "Address the API listens on; without tokens only one of loopback.",
  }),
  ALLOWED_HOSTS: optional(
    text({
      doc: "Host names that requests may use besides addresses and localhost while there are no tokens, separated by commas.",
    }),
  ),
} as const;

/** Who may use an API. @param scopes - of this API */
export const tokenSettings = (scopes: readonly string[]) => ({
  API_TOKENS: optional(
    secret({
      doc: `Lines of scopes (${scopes.join(",")}) and a token; best given as API_TOKENS_FILE. Without tokens anybody on this machine may do everything.`,
    }),
  ),
  API_TOKENS_FILE: optional(
    text({
      doc: "File with the lines of API_TOKENS. It is read again when it changes: a new token is valid at once, a removed one for a second more at most.",
    }),
  ),
});

/** The values of these settings. */
export type AccessConfig = Config<typeof listenSettings & ReturnType<typeof tokenSettings>>;
