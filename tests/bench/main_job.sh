#!/usr/bin/env bash
# The main job as a whole process, ten times: wall seconds and peak memory. Needs python3 and GNU time.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo build --release --quiet
python3 tests/bench/main_job.py "$folder"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  /usr/bin/time -f "%e s wall, %U s user, %M KiB" target/release/umlage -C "$folder" allocate --by party --format csv -q >/dev/null
done
