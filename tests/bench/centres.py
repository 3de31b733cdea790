#!/usr/bin/env python3
"""Writes a project of 200 cost centres and 600 services: centres.py FOLDER [SERVICES-PER-CENTRE]

Every centre gives to three other centres and to some services (12 unless said), by quantities that are made up.
The same call gives the same files. Measure with: time umlage -C FOLDER centres --format csv > /dev/null"""
import random
import sys
from pathlib import Path

folder, served = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 12
folder.mkdir(parents=True, exist_ok=True)
rng = random.Random(1)
centres = [f"stelle-{number:03d}" for number in range(200)]
services = [f"leistung-{number:03d}" for number in range(600)]
agreement = '[project]\ntitle = "Benchmark: 200 centres, 600 services"\nperiod = "2024"\n'
agreement += "".join(f"[service.{service}]\n" for service in services)
agreement += "".join(f'[centre.{centre}]\ndriver = {{ table = "{centre}" }}\nto = "all"\n' for centre in centres)
agreement += '[cascade]\nmethod = "reciprocal"\n[rule.alles]\nlegal_basis = "Benchmark, made up"\n'
agreement += '[[rule.alles.step]]\nid = "alle"\nrest = true\namong = "all-laender"\nkey = "koenigstein-2019"\n'
(folder / "umlage.toml").write_text(agreement)
costs = ["period,centre,amount"] + [f"2024,{centre},{rng.randint(1000, 9999999) / 100:.2f}" for centre in centres]
(folder / "costs.csv").write_text("\n".join(costs) + "\n")
rows = ["driver,receiver,quantity"]
for centre in centres:
    others = [other for other in rng.sample(centres, 4) if other != centre][:3]
    rows += [f"{centre},{receiver},{rng.randint(1, 999)}" for receiver in others + rng.sample(services, served)]
(folder / "drivers.csv").write_text("\n".join(rows) + "\n")
