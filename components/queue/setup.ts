import { queuePaths, queuePorts } from "../ports";
import { apiPrefix, checkPlan, inboxPrefix, mirrorConsumer, originPrefix, type QueuePlan } from "./model";
import { type ConsumerAtSite, consumersAt, fromTheFirst, type StreamAtSite, streamsAt } from "./streams";

/** Seconds after which the script gives up, for the Job to try again: a new cluster's volumes and leader take minutes. */
export const setupDeadlineSeconds = 600;

/** Seconds, over all mirrors together, that new mirrors wait for their origins before they are made without. */
const linkPatienceSeconds = 60;

const streamFile = (name: string) => `stream.${name}.json`;
const consumerFile = ({ stream, name, feeds }: ConsumerAtSite) =>
  `${feeds ? "mirror-consumer" : "consumer"}.${stream}.${name}.json`;

/** What a mirror says of itself that was made while its origin did not answer. */
const fromWhereItWas = "from where an earlier one of this name was";

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
 * script makes what is missing and changes what differs, and may run any number of times. It deletes nothing but a
 * mirror that is fed otherwise than it should be, once its origin has answered. Mirrors are made here even while their
 * origin can't be reached; they fill when it can. `host` is the queue's Service. In a pod it needs a writable /tmp.
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
  const made = ({ origin, name, api }: StreamAtSite) =>
    origin === site ? `until_done stream '${api}' ${name}` : `until_done mirror '${api}' ${name} ${origin}`;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    ...Object.fromEntries(streams.map((s) => [streamFile(s.name), json(s.definition)])),
    ...Object.fromEntries(consumers.map((c) => [consumerFile(c), json(c.definition)])),
    "setup.sh": `#!/bin/sh
# Makes this site's streams, its mirrors of the other sites' streams, and its workloads' consumers.
set -u
export NATS_URL='${url}'
export NATS_CA='${certificate}/ca.crt' NATS_CERT='${certificate}/tls.crt' NATS_KEY='${certificate}/tls.key'
export HOME='${scratch}' XDG_CONFIG_HOME='${scratch}'
cd '${files}' || exit 1
now=$(date +%s)
deadline=$((now + ${setupDeadlineSeconds}))
patience=$((now + ${linkPatienceSeconds}))

# call PREFIX COMMAND...: through the API of the account that PREFIX leads to
call() {
  prefix=$1
  shift
  nats --inbox-prefix='${inboxPrefix("setup")}' --js-api-prefix="$prefix" --timeout=10s "$@"
}

# until_done COMMAND...: again until it works or time is up; the last try says why it failed
until_done() {
  until output=$("$@" 3>&2 2>&1); do
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

# mirror PREFIX NAME ORIGIN: the origin's consumer for this site remembers what an earlier mirror has stored, and must
# be told to begin anew for a new one. A mirror says in its description whether it was.
mirror() {
  if config=$(call "$1" stream info "$2" --json); then
    case $config in
      *'${fromTheFirst}'*) ;;
      *)
        if ! is_whole "$1" "$2" "$3"; then
          if ! begin_anew "$2" "$3"; then
            echo "the mirror $2 stays as it is: $3 does not answer; run this again when it does" >&3
            return
          fi
          # How a mirror is fed can't be changed, nor what it begins with.
          call "$1" stream rm "$2" --force && call "$1" stream add "$2" --config="stream.$2.json"
          return
        fi
        ;;
    esac
    call "$1" stream edit "$2" --config="stream.$2.json" --force
    return
  fi
  # A link that was cut comes back within this time.
  while ! begin_anew "$2" "$3"; do
    if [ "$(date +%s)" -ge "$patience" ]; then
      echo "the mirror $2 is made although $3 does not answer; run this again when it does" >&3
      sed 's/${fromTheFirst}/${fromWhereItWas}/' "stream.$2.json" >"$HOME/stream.$2.json" &&
        call "$1" stream add "$2" --config="$HOME/stream.$2.json"
      return
    fi
    sleep 3
  done
  call "$1" stream add "$2" --config="stream.$2.json"
}

# begin_anew NAME ORIGIN: asks the origin's consumer for this site's mirror to begin with the first event
begin_anew() {
  call '${apiPrefix(site)}' request "${originPrefix("$2")}.CONSUMER.RESET.$1.${mirrorConsumer(site)}" '{"seq":1}' --raw |
    grep '"reset_seq"'
}

# is_whole PREFIX NAME ORIGIN: a mirror that is fed as it should be has the first event that its origin still has
is_whole() {
  case $config in *'"${mirrorConsumer(site)}"'*) ;; *) return 1 ;; esac
  ours=$(first_of "$1.STREAM.INFO.$2")
  theirs=$(first_of "${originPrefix("$3")}.STREAM.INFO.$2")
  [ "\${ours:-0}" -gt 0 ] && [ "$ours" -le "\${theirs:-0}" ]
}

# first_of SUBJECT: the number of the first event in the stream whose state is asked for, the last of these numbers
first_of() {
  call '${apiPrefix(site)}' request "$1" '' --raw | sed -n 's/.*"first_seq": *\\([0-9]*\\).*/\\1/p'
}

consumer() {
  if call "$1" consumer info "$2" "$3" --json; then
    call "$1" consumer edit "$2" "$3" --config="$4" --force
  else
    call "$1" consumer add "$2" "$3" --config="$4"
  fi
}

# only a leader of a quorum answers this
until_done call '${apiPrefix(site)}' stream ls --names
${[...new Set(streams.map(({ origin }) => origin))]
  .flatMap((origin) => [
    ...streams.filter((s) => s.origin === origin).map(made),
    ...consumers
      .filter((c) => c.origin === origin)
      .map((c) => `until_done consumer '${c.api}' ${c.stream} ${c.name} ${consumerFile(c)}`),
  ])
  .join("\n")}
echo "${streams.length} streams and ${consumers.length} consumers are as they should be"
`,
  };
}
