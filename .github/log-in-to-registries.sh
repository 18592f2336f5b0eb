#!/usr/bin/env bash
# Logs in to every registry that the roll-out of STACK copies from and to. Which those are, the roll-out says itself;
# it leaves out those of a cloud that is `unreachable`.
set -euo pipefail
: "${STACK:?}" "${BUILD_REGISTRY:?the registry and folder that images are built into, such as ghcr.io/you/clips}"
here=$(dirname "$0")

command -v skopeo >/dev/null || sudo apt-get install -y -qq skopeo

steps=$(npm run --silent rollout -- --stack "$STACK" --from "$BUILD_REGISTRY" --dry-run)
hosts=$(sed -nE 's#^(retry )?skopeo copy .* docker://([^/ ]+)/[^ ]+( &&)?$#\2#p' <<<"$steps" | sort -u)
if [ -z "$hosts" ]; then
  echo "the roll-out of $STACK would copy no image; its dry run says:" >&2
  echo "$steps" >&2
  exit 1
fi
# shellcheck disable=SC2086 # one word each
"$here/registry-login.sh" "${BUILD_REGISTRY%%/*}" $hosts
# For keep-oci-session.sh.
mkdir -p "${RUNNER_TEMP:?}/oci"
{ grep '^ocir\.' <<<"$hosts" || true; } >"$RUNNER_TEMP/oci/registries"
echo "REGISTRY_AUTH_FILE=$RUNNER_TEMP/registries.json" >>"$GITHUB_ENV"
