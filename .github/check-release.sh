#!/usr/bin/env bash
# Refuses a release that isn't of main, or whose version package.json and CHANGELOG.md don't have; writes its notes into
# notes.md.
set -euo pipefail

if [ "$GITHUB_REF" != refs/heads/main ]; then
  echo "found $GITHUB_REF; wanted the workflow run from main" >&2
  exit 1
fi
found=$(node -p 'require("./package.json").version')
if [ "$VERSION" != "$found" ]; then
  echo "package.json: version: found $found; wanted $VERSION, which is to be released" >&2
  exit 1
fi
awk -v heading="## $VERSION" '/^## / { inside = ($0 == heading); next } inside' CHANGELOG.md >notes.md
if ! grep -q '[^[:space:]]' notes.md; then
  echo "CHANGELOG.md: found nothing under \"## $VERSION\"; wanted what changed" >&2
  exit 1
fi
