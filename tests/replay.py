#!/usr/bin/env python3
"""Recomputes `umlage explain --format json`: replay.py TRACE.json FIGURES.csv; nothing else is read. The latter is from `umlage allocate
--by period,rule,service,kind,step,party --format csv`, or with `explain --of` what `settle` and `calls` print as CSV."""
import calendar, csv, json, math, sys
from collections import defaultdict
from datetime import date
from fractions import Fraction as F
def whole(x, mode):
    down, rest = divmod(abs(x), 1)
    away = {"down": False, "up": rest > 0, "half-up": 2 * rest >= 1, "half-even": 2 * rest > 1 or (2 * rest == 1 and down % 2)}[mode]
    return (down + (1 if away else 0)) * (-1 if x < 0 else 1)
def time(unit, a, b):
    days = map(date.fromordinal, range(a.toordinal(), b.toordinal() + 1))
    return sum((F(1, calendar.monthrange(day.year, day.month)[1] if unit == "months" else 1) for day in days), F(0))
def solve(size, start, end, table):
    width = len(table) // size
    rows = [[(r == c) - table[r * width + c] for c in range(size)] + [table[r * width + size + end]] for r in range(size)]
    for p in range(size):
        top = [x / rows[p][p] for x in rows[p]]
        rows = [top if r == p else [x - row[p] * y for x, y in zip(row, top)] for r, row in enumerate(rows)]
    return rows[start][size]
def apportion(step, total, parts):
    unit, policy, index = F(step["unit"]), step["residue"], step["index"]
    shares = [whole(p / unit, step.get("mode", "down")) * unit for p in parts]
    if policy != "largest-remainder":
        taker = {"largest-share": max(range(len(parts)), key=lambda i: (abs(parts[i]), -i)), "to": step.get("to_index"), "leave": None}[policy]
        return shares[index] + (total - sum(shares) if taker == index else 0)
    missing = (whole(total / unit, "down") * unit - sum(shares)) / unit
    sign, size = -1 if missing < 0 else 1, [abs(p) if step["ties"] == "size" else 0 for p in parts]
    order = sorted(range(len(parts)), key=lambda i: (-sign * (parts[i] - shares[i]), -size[i], i))
    return shares[index] + (sign * unit if index in order[: int(abs(missing))] else 0)
def limit(step, total, v):
    w, low, high = ([abs(x) for x in v[k : k + len(v) // 3]] for k in range(0, len(v), len(v) // 3))
    at = lambda f: [min(max(x * f, a), b) for x, a, b in zip(w, low, high)]
    bends = sorted({F(0)} | {y / x for x, *ends in zip(w, low, high) if x for y in ends})
    left, right = max(f for f in bends if sum(at(f)) <= abs(total)), min(f for f in bends if sum(at(f)) >= abs(total))
    factor = left + (right - left) * (abs(total) - sum(at(left))) / (sum(at(right)) - sum(at(left)) or 1)
    return at(factor)[step["index"]] * (1 if total > 0 else -1)
def recompute(step, v):
    op, day = step["operation"], lambda name: date.fromisoformat(step[name])
    if op in ("read", "constant"): return F(step["value"])
    if op in ("days", "months"): return time(op, day("from"), day("to"))
    if op in ("sum", "difference"): return sum(v, F(0)) if op == "sum" else v[0] - sum(v[1:])
    if op in ("product", "largest", "replace"): return math.prod(v, start=F(1)) if op == "product" else max(v) if op == "largest" else v[0]
    if op in ("quotient", "portion"): return v[0] * (v[1] if op == "portion" else 1) / v[-1]
    if op == "round": return whole(v[0] / F(step["unit"]), step["mode"]) * F(step["unit"])
    if op == "at-most": return F(0) if v[1] * v[2] <= 0 else min(abs(v[0]), abs(v[1])) * (1 if v[2] > 0 else -1)
    if op == "limit": return limit(step, v[0], v[1:])
    if op == "solve": return solve(step["size"], step["index"], step["to_index"], v)
    if op == "apportion": return apportion(step, v[0], v[1:])
steps, value, cells = json.load(open(sys.argv[1]))["steps"], {}, defaultdict(F)
for step in steps: value[step["id"]] = recompute(step, [value[i] for i in step["inputs"] if isinstance(i, int)])
head, *rows = csv.reader(open(sys.argv[2]))
names = head[:6] if "rule" in head else []
for at, end in enumerate(steps[-1]["inputs"]): cells[tuple(steps[end - 1][name] for name in names) or at] += value[end]
printed = {tuple(row[:6]) if names else at: F(row[-1]) for at, row in enumerate(rows)}
wrong = sum(value[step["id"]] != F(step["value"]) for step in steps)
wrong += sum(1 for key in cells.keys() | printed.keys() if cells.get(key) != printed.get(key))
print(f"{len(steps)} steps, {len(printed)} cells, {wrong} differences")
sys.exit(1 if wrong else 0)
