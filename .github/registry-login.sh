#!/usr/bin/env bash
# Logs skopeo in to each registry named, by host, with tokens that end by themselves:
#   ghcr.io                     the job's own token (GHCR_TOKEN), as long as the job
#   *.dkr.ecr.*.amazonaws.com   12 hours, by the job's session at AWS
#   ocir.*.oci.oraclecloud.com  as long as OCI's registry says, by the job's session at OCI; renewed with it
# A token of a registry elsewhere would have to be kept, so it is refused.
set -euo pipefail
umask 077
export REGISTRY_AUTH_FILE="${RUNNER_TEMP:?}/registries.json"

login() { skopeo login --username "$2" --password-stdin "$1"; }

for host in "$@"; do
  case $host in
    ghcr.io)
      printf '%s' "${GHCR_TOKEN:?}" | login "$host" "${GITHUB_ACTOR:?}"
      ;;
    *.dkr.ecr.*.amazonaws.com)
      region=${host#*.dkr.ecr.}
      aws ecr get-login-password --region "${region%.amazonaws.com}" | login "$host" AWS
      ;;
    ocir.*.oci.oraclecloud.com)
      # OCI's name for a password that is a token of its own, and not a user's.
      oci raw-request --http-method GET --target-uri "https://$host/20180419/docker/token" |
        jq -er .data.token | login "$host" BEARER_TOKEN
      ;;
    *)
      echo "$host: no short-lived token is known for this registry; wanted ghcr.io, ECR or OCIR" >&2
      exit 1
      ;;
  esac
done
