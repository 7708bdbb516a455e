#!/usr/bin/env bash
# The scenario checks of a council's repository, as a build runs them: on GitHub, on GitLab, or by hand.
#
# What is set in the environment decides what is done; everything may be left out:
#   RULES       rule files to lint, with blanks between them; without it those below ./rules
#   SCENARIOS   files and folders with scenarios; without it tests/scenarios or scenarios
#   NORMS, MCDC, MUTATION   thresholds in per cent: below one of them the build fails
#   BASE        the git revision to tell the changes against
#   REPORTS     the folder for what is written: junit.xml, check.sarif, lint.sarif, summary.md
# It ends with 0 where all is well, 1 where something was found, and 2 where something cannot be read.
set -uo pipefail

read -r -a rules <<<"${RULES:-}"
read -r -a scenarios <<<"${SCENARIOS:-}"
reports=${REPORTS:-protocol-rules-reports}
summary=$reports/summary.md
worst=0

# Runs protocol-rules with the arguments, and remembers the worst exit code.
run() {
  protocol-rules "$@"
  local code=$?
  if ((code > worst)); then worst=$code; fi
}

# The format for the lines of the log: annotations where GitHub reads them.
log_format() {
  if [[ ${GITHUB_ACTIONS:-} == true ]]; then echo github; else echo text; fi
}

# Adds what one command reported to the summary, where it came so far.
summarise() {
  if [[ -f $reports/$1.md ]]; then cat "$reports/$1.md" >>"$summary"; fi
}

mkdir -p "$reports" || exit 2
: >"$summary" || exit 2

if ((${#rules[@]} == 0)); then
  shopt -s nullglob
  rules=(rules/*.yaml rules/*.yml)
fi
protocols=()
for each in "${rules[@]}"; do protocols+=(--protocol "$each"); done

run lint "${rules[@]}" --format "$(log_format)" --report "sarif=$reports/lint.sarif"
run check "${scenarios[@]}" "${protocols[@]}" --format "$(log_format)" \
  --report "junit=$reports/junit.xml" --report "sarif=$reports/check.sarif" --report "markdown=$reports/check.md"
summarise check

if [[ -n ${NORMS:-} || -n ${MCDC:-} ]]; then
  run coverage "${scenarios[@]}" "${protocols[@]}" --format markdown --output "$reports/coverage.md" \
    ${NORMS:+--fail-under-norms "$NORMS"} ${MCDC:+--fail-under-mcdc "$MCDC"}
  summarise coverage
fi
if [[ -n ${MUTATION:-} ]]; then
  run mutate "${scenarios[@]}" "${protocols[@]}" --format markdown --survivors --fail-under "$MUTATION" \
    >"$reports/mutation.md"
  summarise mutation
fi
if [[ -n ${BASE:-} ]]; then
  chosen=()
  for each in "${scenarios[@]}"; do chosen+=(--scenarios "$each"); done
  # Changes are told and do not fail the build: they may be what the author wants.
  protocol-rules changes "$BASE" . "${chosen[@]}" --format markdown >"$reports/changes.md"
  if (($? > 1)); then worst=2; fi
  summarise changes
fi

if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
if [[ -n ${GITHUB_OUTPUT:-} ]]; then echo "reports=$reports" >>"$GITHUB_OUTPUT"; fi
exit "$worst"
