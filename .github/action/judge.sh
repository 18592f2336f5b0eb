#!/usr/bin/env bash
# Judges each stack of a program: writes its files, and says where they are and how the worst of them ended. It ends well
# itself, so that what was found is told before the job fails.
set -euo pipefail

version=$(node -p 'require(process.argv[1]).version' "$ACTION/package.json")
package=${PACKAGE:-twincloud@$version}
out="$RUNNER_TEMP/twincloud"
sarif="$RUNNER_TEMP/twincloud-sarif"
mkdir -p "$out" "$sarif"

flags=(--program "$PROGRAM" --out "$out")
for name in $NAMES; do flags+=(--env "$name"); done
if [ "$STRICT" = true ]; then flags+=(--strict); fi

worst=0
while read -r stack; do
  [ -n "$stack" ] || continue
  name=${stack##*/}
  given=("${flags[@]}" --stack "$stack")
  if [ -n "$AGAINST" ] && [ -f "$AGAINST/$name/preview.json" ]; then
    given+=(--against "$AGAINST/$name/preview.json")
  fi
  code=0
  npm exec --yes --package "$package" -- twincloud preview "${given[@]}" </dev/null || code=$?
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
  if [ -f "$out/$name/preview.sarif" ]; then cp "$out/$name/preview.sarif" "$sarif/$name.sarif"; fi
done <<<"$STACKS"

if [ -z "$(ls -A "$sarif")" ]; then sarif=""; fi
{
  echo "out=$out"
  echo "sarif=$sarif"
  echo "code=$worst"
} >>"$GITHUB_OUTPUT"
for file in "$out"/*/preview.md; do
  if [ -f "$file" ]; then cat "$file" >>"$GITHUB_STEP_SUMMARY"; fi
done
