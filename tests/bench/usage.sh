#!/usr/bin/env bash
# usage.sh USAGE.csv [LAYOUT]: shares one cost by the usage of a large file, three times; peers: docs/guides/speed.md.
# LAYOUT: fields of the entry under [files], such as 'format = "de"'.
# The file has the columns period, service, party, municipality, measure, quantity; USAGE.csv.services.csv lists services.
set -euo pipefail
file=$(realpath "$1")
layout=${2:+, $2}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
service=$(sed -n 2p "$file.services.csv" | cut -d, -f1)
printf 'period,service,amount\n2024,%s,1000000.00\n' "$service" > "$folder/costs.csv"
cp "$file.services.csv" "$folder/services.csv"
ln -s "$file" "$folder/usage.csv"
cat > "$folder/umlage.toml" << END
[project]
title = "Benchmark"
period = "2024"
[key.nutzung]
method = "usage"
measure = "applications"
services = ["*"]
[files]
usage = { path = "usage.csv"$layout }
[rule.alles]
legal_basis = "Benchmark"
pool = []
[[rule.alles.step]]
id = "alle"
rest = true
among = "all-laender"
key = "nutzung"
END
cat "$file" > /dev/null
for run in 1 2 3; do
  /usr/bin/time -f "umlage %e s wall, %U s user, %M KiB" umlage -C "$folder" -q allocate --format csv > /dev/null
done
