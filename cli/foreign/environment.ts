/** What of the environment a program that isn't ours is given: what programs need to run, and nothing that opens a door. */
import { InputError } from "../../report/input-error";

/** Names that no credential goes by. */
const harmless = [
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "ComSpec",
  "PATHEXT",
  "NODE_EXTRA_CA_CERTS",
];

/** Told before somebody else's code runs, as a folder can't be closed to it. */
export const whatItMayReach =
  "the program is run as you: it may read your files and reach the network; of your environment it gets only what --env names";

/**
 * @param asked names of variables that are handed on
 * @param home an empty folder, where credential files aren't looked for in vain
 * @throws InputError when one isn't set
 */
export function environmentFor(
  env: Readonly<Record<string, string | undefined>>,
  asked: readonly string[],
  home: string,
): Record<string, string> {
  const missing = asked.filter((name) => env[name] === undefined);
  if (missing.length > 0)
    throw new InputError(
      missing.map((name) => `--env ${name}: isn't set; wanted a variable of your environment`),
    );
  const names = [...harmless, ...asked];
  const given = Object.fromEntries(
    names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] ?? ""]])),
  );
  return {
    HOME: home,
    USERPROFILE: home,
    // Else SDKs of clouds ask the machine itself for credentials.
    AWS_EC2_METADATA_DISABLED: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...given,
  };
}
