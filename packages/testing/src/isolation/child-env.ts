/** Where programs are, and which time it is: a faked date (`npm run test:dates`) is one for children, too. */
const INHERITED = /^(?:PATH|TZ|LD_PRELOAD|FAKETIME.*)$/;

/** The environment of a program under test, without the settings of the process that runs the tests. */
export function childEnv(
  settings: Readonly<Record<string, string | undefined>> = {},
  own: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(own).filter(([name]) => INHERITED.test(name));
  return { ...Object.fromEntries(inherited), ...settings };
}
