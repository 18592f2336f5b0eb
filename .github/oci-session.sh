#!/usr/bin/env bash
# A session at OCI for this job alone: exchanges the job's OpenID Connect token for a session token that is bound to
# a key made here and good for an hour. OCI_CLIENT is `<id>:<secret>` of the identity domain's application that may
# exchange tokens; by itself it opens nothing: the domain's trust names this repository and its environment.
# Run again, it renews the token for the same key: what has read the key already can go on.
set -euo pipefail
: "${OCI_DOMAIN_URL:?the identity domain, https://idcs-….identity.oraclecloud.com}"
: "${OCI_CLIENT:?}" "${OCI_TENANCY:?}" "${OCI_REGION:?}"
: "${ACTIONS_ID_TOKEN_REQUEST_URL:?the job needs the permission id-token: write}"

umask 077
folder="${RUNNER_TEMP:?}/oci"
mkdir -p "$folder"

# Before anything can fail: while OCI is `unreachable` its provider still wants to find a configuration.
if [ ! -f "$folder/session.pem" ]; then
  openssl genrsa -out "$folder/session.pem" 2048 2>/dev/null
  printf 'none' >"$folder/session"
  # As `oci setup` writes it: the MD5 of the public key.
  fingerprint=$(openssl rsa -in "$folder/session.pem" -pubout -outform DER 2>/dev/null | openssl md5 -c)
  cat >"$folder/config" <<CONFIG
[DEFAULT]
region=$OCI_REGION
tenancy=$OCI_TENANCY
fingerprint=${fingerprint##* }
key_file=$folder/session.pem
security_token_file=$folder/session
CONFIG
  {
    echo "OCI_CLI_CONFIG_FILE=$folder/config"
    echo "OCI_CLI_AUTH=security_token"
    echo "OCI_CONFIG_FILE=$folder/config"
    echo "OCI_AUTH=SecurityToken"
    echo "OCI_CONFIG_FILE_PROFILE=DEFAULT"
  } >>"$GITHUB_ENV"
fi
public_key=$(openssl rsa -in "$folder/session.pem" -pubout -outform DER 2>/dev/null | base64 -w0)

# The secrets go by standard input: what stands in a command line, every process of the machine can read.
ask() { curl -fsS --max-time 30 --retry 3 --config - "$@"; }

job_token=$(printf 'header = "Authorization: bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
  ask "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$OCI_DOMAIN_URL" | jq -er .value)
echo "::add-mask::$job_token"

session=$(printf 'user = "%s"\ndata-urlencode = "subject_token=%s"\n' "$OCI_CLIENT" "$job_token" |
  ask "$OCI_DOMAIN_URL/oauth2/v1/token" \
    --data-urlencode "grant_type=urn:ietf:params:oauth:grant-type:token-exchange" \
    --data-urlencode "requested_token_type=urn:oci:token-type:oci-upst" \
    --data-urlencode "subject_token_type=jwt" \
    --data-urlencode "public_key=$public_key" | jq -er .token)
echo "::add-mask::$session"
# In one move: somebody may be reading it.
printf '%s' "$session" >"$folder/session.new"
mv "$folder/session.new" "$folder/session"
