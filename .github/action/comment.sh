#!/usr/bin/env bash
# Writes what was found into one comment of the pull request: the one that is there, or a new one. A token that may not
# write, as that of a fork's pull request, is no reason to fail: the run's summary has the same text.
set -euo pipefail

body="$RUNNER_TEMP/twincloud-comment.json"
node "$ACTION/.github/action/comment.cjs" "$OUT" "$CODE" "$RUN" >"$body"

comments="repos/$REPOSITORY/issues/$PULL/comments"
earlier=$(gh api --paginate "$comments" --jq \
  '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- twincloud -->"))) | .id' | head -n 1) || earlier=""
if [ -n "$earlier" ]; then
  target=(--method PATCH "repos/$REPOSITORY/issues/comments/$earlier")
else
  target=(--method POST "$comments")
fi
gh api "${target[@]}" --input "$body" >/dev/null ||
  echo "::warning::Twincloud's comment can't be written with this token (pull-requests: write); the run's summary has it."
