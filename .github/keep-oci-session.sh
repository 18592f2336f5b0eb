#!/usr/bin/env bash
# Renews the job's session at OCI, and with it the tokens of OCI's registries, before their hour is over. Started in
# the background; the runner ends it with the job. Says on standard error what failed, and never shows a token.
set -uo pipefail
here=$(dirname "$0")
registries="${RUNNER_TEMP:?}/oci/registries"

renew() {
  # What the session prints and exports was printed and exported when the job began.
  GITHUB_ENV=/dev/null "$here/oci-session.sh" >/dev/null || return
  if [ -s "$registries" ]; then xargs "$here/registry-login.sh" <"$registries" >/dev/null; fi
}

while sleep "${RENEW_AFTER_SECONDS:-2400}"; do
  until renew; do
    echo "$(date -u +%FT%TZ) the session at OCI was not renewed; again in a minute" >&2
    sleep 60
  done
done
