/** "scheme://user:password@", or a token in their place, as foreign errors repeat it. */
const CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi;

/**
 * A text from outside in which URLs may stand, without the users and passwords in them. Anything else is
 * made a text first: the message of a foreign error may be of any type.
 */
export const withoutCredentials = (text: unknown): string =>
  String(text).replaceAll(CREDENTIALS, "$1***@");
