#!/usr/bin/env python3
"""Recomputes every figure of `umlage explain --format json` with exact fractions: replay.py TRACE.json CELLS.csv

CELLS.csv is `umlage allocate --by period,rule,service,kind,step,party --format csv`. Nothing else is read."""
import calendar, csv, json, math, sys
from collections import defaultdict
from datetime import date
from fractions import Fraction as F

def whole(x, mode):
    down, rest = divmod(abs(x), 1)
    away = {"down": False, "up": rest > 0, "half-up": 2 * rest >= 1, "half-even": 2 * rest > 1 or (2 * rest == 1 and down % 2)}[mode]
    return (down + (1 if away else 0)) * (-1 if x < 0 else 1)
def months(a, b):
    days = [date.fromordinal(day) for day in range(a.toordinal(), b.toordinal() + 1)]
    return sum((F(1, calendar.monthrange(day.year, day.month)[1]) for day in days), F(0))
def solve(size, start, end, table):
    width = len(table) // size
    rows = [[(r == c) - table[r * width + c] for c in range(size)] + [table[r * width + size + end]] for r in range(size)]
    for p in range(size):
        top = [x / rows[p][p] for x in rows[p]]
        rows = [top if r == p else [x - row[p] * y for x, y in zip(row, top)] for r, row in enumerate(rows)]
    return rows[start][size]
def apportion(step, total, parts):
    unit, policy = F(step["unit"]), step["residue"]
    if policy != "largest-remainder":
        shares = [whole(p / unit, step["mode"]) * unit for p in parts]
        taker = {"largest-share": max(range(len(parts)), key=lambda i: (abs(parts[i]), -i)), "to": step.get("to_index"), "leave": None}[policy]
        if taker is not None:
            shares[taker] += total - sum(shares)
        return shares[step["index"]]
    shares = [whole(p / unit, "down") * unit for p in parts]
    missing = (whole(total / unit, "down") * unit - sum(shares)) / unit
    sign = -1 if missing < 0 else 1
    order = sorted(range(len(parts)), key=lambda i: (-sign * (parts[i] - shares[i]), -abs(parts[i]) if step["ties"] == "size" else 0, i))
    return shares[step["index"]] + (sign * unit if step["index"] in order[: int(abs(missing))] else 0)
def recompute(step, v):
    op, day = step["operation"], lambda name: date.fromisoformat(step[name])
    if op in ("read", "constant"): return F(step["value"])
    if op == "days": return F((day("to") - day("from")).days + 1)
    if op == "months": return months(day("from"), day("to"))
    if op == "sum": return sum(v, F(0))
    if op == "difference": return v[0] - sum(v[1:])
    if op == "product": return math.prod(v)
    if op == "quotient": return v[0] / v[1]
    if op == "portion": return v[0] * v[1] / v[2]
    if op == "round": return whole(v[0] / F(step["unit"]), step["mode"]) * F(step["unit"])
    if op == "at-most": return F(0) if v[1] * v[2] <= 0 else min(abs(v[0]), abs(v[1])) * (1 if v[2] > 0 else -1)
    if op == "solve": return solve(step["size"], step["index"], step["to_index"], v)
    if op == "apportion": return apportion(step, v[0], v[1:])
steps, value, cells, wrong = json.load(open(sys.argv[1]))["steps"], {}, defaultdict(F), 0
for step in steps:
    value[step["id"]] = recompute(step, [value[i] for i in step["inputs"] if isinstance(i, int)])
    wrong += value[step["id"]] != F(step["value"])
    if step["subject"] == "share":
        cells[tuple(step[d] for d in ("period", "rule", "service", "kind", "step", "party"))] += value[step["id"]]
printed = {tuple(row[:6]): F(row[6]) for row in list(csv.reader(open(sys.argv[2])))[1:]}
wrong += sum(1 for key in cells.keys() | printed.keys() if cells.get(key) != printed.get(key))
print(f"{len(steps)} steps, {len(printed)} cells, {wrong} differences")
sys.exit(1 if wrong else 0)
