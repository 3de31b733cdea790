#!/usr/bin/env bash
# sweep.sh: 10,000 full runs of the tour, a sweep over 100 × 100 values, three times: wall and processor time of the whole process.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
umlage init "$folder/tour" > /dev/null
for run in 1 2 3; do
  /usr/bin/time -f "umlage %e s wall, %U s user, %M KiB" umlage -C "$folder/tour" -q scenario sweep --format csv \
    --vary 'rule.gemeinsam-bis-2023.step.bund.share=0..49.5:0.5%' \
    --vary 'rule.gemeinsam-bis-2023.step.alle-laender.share=0..49.5:0.5%' > /dev/null
done
