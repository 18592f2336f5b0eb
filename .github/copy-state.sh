#!/usr/bin/env bash
# Puts the stack's state, as the backend has it now, into a bucket of each cloud: whichever is lost, the other has it.
# Its secrets stay encrypted; PULUMI_CONFIG_PASSPHRASE opens them. The buckets are versioned and no part of the stack.
# A copy to a cloud that is `unreachable`, or a region of it, may fail; to one that is `untrusted` there is none.
set -euo pipefail
: "${STACK:?}" "${AWS_STATE_BUCKET:?}" "${OCI_STATE_BUCKET:?}"
umask 077
file="${RUNNER_TEMP:?}/$STACK.state.json"
pulumi stack export --stack "$STACK" --file "$file"

kind=$(jq -r .deployment.secrets_providers.type "$file")
if [ "$kind" != passphrase ]; then
  echo "$STACK: secrets are encrypted by: $kind; wanted a passphrase, as whoever restores may have nothing else:" >&2
  echo "  pulumi stack change-secrets-provider passphrase --stack $STACK" >&2
  exit 1
fi

failed=
copied() {
  local cloud=$1
  shift
  if [[ " ${UNTRUSTED:-} " == *" $cloud "* ]]; then
    echo "no copy at $cloud, which is untrusted"
  elif "$@" >/dev/null; then
    echo "the state of $STACK is in the bucket at $cloud"
  elif [[ " ${UNREACHABLE:-} " == *" $cloud"[\ -]* ]]; then
    echo "no copy at $cloud, which is unreachable"
  else
    echo "::error::the state of $STACK was not copied to the bucket at $cloud"
    failed=yes
  fi
}
copied aws aws s3api put-object --bucket "$AWS_STATE_BUCKET" --key "twincloud/$STACK.json" --body "$file"
copied oci oci os object put --bucket-name "$OCI_STATE_BUCKET" --name "twincloud/$STACK.json" --file "$file" --force
rm "$file"
[ -z "$failed" ]
