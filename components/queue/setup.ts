import { queuePaths, queuePorts } from "../ports";
import { checkPlan, inboxPrefix, type QueuePlan } from "./model";
import { consumersAt, streamsAt } from "./streams";

/** Seconds after which the script gives up, for the Job to try again: a new cluster's volumes and leader take minutes. */
export const setupDeadlineSeconds = 600;

const streamFile = (name: string) => `stream.${name}.json`;
const consumerFile = (stream: string, workload: string) => `consumer.${stream}.${workload}.json`;

/** Where the script finds what it needs, when not in the pod. */
export interface SetupPlace {
  /** Folder of the files that `setupFiles` returns. */
  files: string;
  /** Folder of the setup Job's certificate. */
  certificate: string;
  /** Servers to connect to, comma-separated. */
  url: string;
  /** A writable folder of the script's own. */
  scratch: string;
}

/**
 * Everything that the setup Job of one site mounts, by file name: `setup.sh` and the definitions it applies. The
 * script makes what is missing and changes what differs, deletes nothing, and may run any number of times. Mirrors are
 * made here even while their origin can't be reached; they fill when it can. `host` is the queue's Service. In a pod
 * it needs a writable /tmp of its own.
 */
export function setupFiles(
  plan: QueuePlan,
  site: string,
  replicas: number,
  host: string,
  place?: SetupPlace,
): Record<string, string> {
  checkPlan(plan);
  const streams = streamsAt(plan, site, replicas);
  const consumers = consumersAt(plan, site);
  const { files, certificate, url, scratch } = place ?? {
    files: queuePaths.setup,
    certificate: `${queuePaths.tls}/setup`,
    url: `tls://${host}:${queuePorts.client}`,
    scratch: "/tmp",
  };
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    ...Object.fromEntries(streams.map((s) => [streamFile(s.name), json(s.definition)])),
    ...Object.fromEntries(consumers.map((c) => [consumerFile(c.stream, c.workload), json(c.definition)])),
    "setup.sh": `#!/bin/sh
# Makes this site's streams, its mirrors of the other sites' streams, and its workloads' consumers.
set -u
export NATS_URL='${url}'
export NATS_CA='${certificate}/ca.crt' NATS_CERT='${certificate}/tls.crt' NATS_KEY='${certificate}/tls.key'
export HOME='${scratch}' XDG_CONFIG_HOME='${scratch}'
cd '${files}' || exit 1
deadline=$(($(date +%s) + ${setupDeadlineSeconds}))

# call PREFIX COMMAND...: through the API of the account that PREFIX leads to
call() {
  prefix=$1
  shift
  nats --inbox-prefix='${inboxPrefix("setup")}' --js-api-prefix="$prefix" --timeout=10s "$@"
}

# until_done COMMAND...: again until it works or time is up; the last try says why it failed
until_done() {
  until output=$("$@" 2>&1); do
    if [ "$(date +%s)" -ge "$deadline" ]; then
      echo "failed: $*" >&2
      echo "$output" >&2
      exit 1
    fi
    sleep 3
  done
}

stream() {
  if call "$1" stream info "$2" --json; then
    call "$1" stream edit "$2" --config="stream.$2.json" --force
  else
    # A stream that is made again, its site's volumes lost, must begin after where it was: mirrors ask for what follows
    # their last number, and would take nothing new until it is reached. The time does, up to 100,000 events a second.
    sed 's/"first_seq": 0/"first_seq": '"$(date +%s)"'00000/' "stream.$2.json" >"$HOME/stream.$2.json" &&
      call "$1" stream add "$2" --config="$HOME/stream.$2.json"
  fi
}

consumer() {
  if call "$1" consumer info "$2" "$3" --json; then
    call "$1" consumer edit "$2" "$3" --config="consumer.$2.$3.json" --force
  else
    call "$1" consumer add "$2" "$3" --config="consumer.$2.$3.json"
  fi
}

# only a leader of a quorum answers this
until_done call '$JS.API' stream ls --names
${streams.map((s) => `until_done stream '${s.api}' ${s.name}`).join("\n")}
${consumers.map((c) => `until_done consumer '${c.api}' ${c.stream} ${c.workload}`).join("\n")}
echo "${streams.length} streams and ${consumers.length} consumers are as they should be"
`,
  };
}
