#!/usr/bin/env bash
# A report of 17 parties, 64 services and 12 months with all sheets, as a whole process, five times: wall and processor seconds
# and peak memory. Needs python3 and GNU time.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo build --release --quiet
python3 tests/bench/main_job.py "$folder/project" 64
for _ in 1 2 3 4 5; do
  rm -rf "$folder/report"
  /usr/bin/time -f "%e s wall, %U s user, %M KiB" target/release/umlage -C "$folder/project" report -o "$folder/report" -q
done
