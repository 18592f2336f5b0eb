import { edgePaths } from "../ports";
import { edgeTimings } from "./timings";

/**
 * The start script of the edge's pods, for POSIX sh: runs HAProxy as master and worker, reloads it without losing a
 * request when a mounted file has changed (certificates are renewed without a new pod), and ends it softly on TERM.
 */
export function edgeStartScript(
  paths: {
    config: string;
    tls: string;
    peers?: string;
    peerAddresses?: string;
    endpoints?: string;
  } = edgePaths,
): string {
  const { endpoints, peers, peerAddresses } = paths;
  const said = (name: string, value: string | undefined) => (value === undefined ? "" : `${name}=${value}\n`);
  const configs = `${peerAddresses === undefined ? "" : '-f "$addresses" '}-f "$config"`;
  const files = [
    '"$config" "$tls/tls.crt" "$tls/tls.key"',
    ...(endpoints === undefined ? [] : ['"$endpoints"']),
    ...(peers === undefined ? [] : ['"$peers/"*']),
    ...(peerAddresses === undefined ? [] : ['"$addresses"']),
  ];
  return `#!/bin/sh
set -u
config=${paths.config}
tls=${paths.tls}
${said("endpoints", endpoints)}${said("peers", peers)}${said("addresses", peerAddresses)}
fingerprint() { cat ${files.join(" ")} | cksum; }

running=$(fingerprint)
master=
stopping=
trap 'stopping=1; [ -z "$master" ] || kill -USR1 "$master"' TERM USR1 INT
haproxy -W ${configs} &
master=$!
# a signal may have come before there was whom to tell
[ -z "$stopping" ] || kill -USR1 "$master"

while kill -0 "$master" 2>/dev/null && [ -z "$stopping" ]; do
  sleep ${edgeTimings.reloadCheckSeconds} &
  wait $!
  found=$(fingerprint)
  if [ "$found" != "$running" ] && [ -z "$stopping" ]; then
    running=$found
    if haproxy -c -q ${configs}; then
      echo "edge: mounted files changed, reloading"
      kill -USR2 "$master"
    else
      echo "edge: mounted files changed but HAProxy refuses them; keeping what runs" >&2
    fi
  fi
done
# a signal ends a wait early: wait until the master has really gone, and hand on its exit code
while :; do
  wait "$master"
  code=$?
  kill -0 "$master" 2>/dev/null || exit "$code"
done
`;
}
