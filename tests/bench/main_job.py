#!/usr/bin/env python3
"""Writes the project of the main benchmark: main_job.py FOLDER [SERVICES]

600 services or as many as are named, 16 Laender and BUND, 12 months: 7,200 cost rows, 115,200 usage rows, one pool for each service and
month, three steps each. All figures are made up. The same call gives the same files. Standard library only."""
import random
import sys
from pathlib import Path

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
rng = random.Random(1)
parties = "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH".split()
count = int(sys.argv[2]) if len(sys.argv) > 2 else 600
services = [f"leistung-{number:03d}" for number in range(count)]
months = [f"2024-{month:02d}" for month in range(1, 13)]
(folder / "umlage.toml").write_text(
    """[project]
title = "Benchmark: 600 services, 17 parties, 12 months"
period = "2024"

[key.nutzung]
method = "usage"
measure = "applications"
otherwise = "koenigstein-2019"

[rule.gemeinsam]
legal_basis = "Benchmark, made up"
costs = { services = ["*"] }
pool = ["service", "month"]
[[rule.gemeinsam.step]]
id = "bund"
share = "25 %"
to = "BUND"
[[rule.gemeinsam.step]]
id = "alle-laender"
share = "25 %"
among = "all-laender"
key = "koenigstein-2019"
[[rule.gemeinsam.step]]
id = "nachnutzer"
rest = true
among = "all-laender"
key = "nutzung"
"""
)
with open(folder / "services.csv", "w") as out:
    out.write("service,name\n")
    for service in services:
        out.write(f"{service},Leistung {service[-3:]}\n")
with open(folder / "costs.csv", "w") as out:
    out.write("period,service,kind,amount\n")
    for service in services:
        for month in months:
            out.write(f"{month},{service},{rng.choice('abd')},{rng.randint(10_000, 9_999_999) / 100:.2f}\n")
with open(folder / "usage.csv", "w") as out:
    out.write("period,service,party,measure,quantity\n")
    for service in services:
        for month in months:
            for party in parties:
                out.write(f"{month},{service},{party},applications,{rng.randint(0, 2500)}\n")
