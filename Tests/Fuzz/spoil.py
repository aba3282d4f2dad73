#!/usr/bin/env python3
"""Spoils copies of an example and runs every command over them: none may crash, hang or print a customer's number.

usage: spoil.py PROGRAM FOLDER WORK [--rounds N] [--seed S]

FOLDER holds one CSV file per sheet. Each round makes one copy with one to three injuries (a column deleted, emptied, doubled or
filled with junk; rows lost; a sheet emptied or gone; bytes broken; a file cut off) and runs the commands with a fixed day. Prints a line
for every run that ended by a signal, by an internal error, after more than the limit, or with a phone number of the input in
its messages; the exit code is 1 if there was one.
"""
import argparse, collections, csv, io, pathlib, random, re, shutil, subprocess, sys, time

JUNK = ["", "2090-01-01", "1850-13-45", "-1", "99999999999999999999", "1e308", "0", "NaN", "=1+1", "无", "是", "王小明", "13800000000", "'; --",
        "\U0001F600", "A" * 400, "2024-02-30", "9", "11", "3.7万", "100%", "\u202e反", "<b>x</b>", "0001-01-01", "9999-12-31", "-￥1,200.00"]
LIMIT = 60


def read(path):
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(raw.decode(encoding), newline=""))), encoding
        except UnicodeDecodeError:
            continue
    return None, None


def write(path, rows, encoding):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, "replace"))


def header(rows):
    return max(range(min(5, len(rows))), key=lambda r: len([c for c in rows[r] if c.strip()])) if rows else 0


def injure(folder, rng):
    path = rng.choice(sorted(folder.glob("*.csv")))
    kind = rng.choice(["delete", "empty", "junk", "junk", "sprinkle", "sprinkle", "double", "shuffle", "rows", "one", "header", "gone", "bytes", "cut", "constant"])
    rows, encoding = read(path)
    if rows is None and kind not in ("gone", "bytes", "cut"):
        kind = "bytes"
    name = f"{kind} {path.name}"
    if kind == "gone":
        if len(list(folder.glob("*.csv"))) > 1:
            path.unlink()
        return name
    if kind == "cut":
        raw = path.read_bytes()
        path.write_bytes(raw[: rng.randrange(len(raw) + 1)])
        return name
    if kind == "bytes":
        raw = bytearray(path.read_bytes())
        old = rng.randrange(256)
        path.write_bytes(bytes(raw).replace(bytes([old]), bytes([rng.randrange(256)])))
        return f"{name} {old:#x}"
    top = header(rows)
    body = range(top + 1, len(rows))
    if kind in ("rows", "one", "header"):
        keep = {"rows": lambda: rng.random() < 0.5, "one": lambda: False, "header": lambda: False}[kind]
        rest = [rows[r] for r in body if keep()]
        if kind == "one" and len(rows) > top + 1:
            rest = [rows[rng.choice(list(body))]]
        write(path, rows[: top + 1] + rest, encoding)
        return name
    if not rows or not rows[top]:
        return name
    column = rng.randrange(len(rows[top]))
    name += f" › {rows[top][column]}"
    values = [rows[r][column] if column < len(rows[r]) else "" for r in body]
    if kind == "shuffle":
        rng.shuffle(values)
    one = rng.choice(JUNK)
    for r, value in zip(body, values):
        row = rows[r]
        row.extend([""] * (column + 1 - len(row)))
        row[column] = {"empty": "", "junk": rng.choice(JUNK), "constant": one, "shuffle": value,
                       "sprinkle": rng.choice(JUNK) if rng.random() < 0.05 else value}.get(kind, value)
    if kind in ("delete", "double"):
        for row in rows[top:]:
            if column < len(row):
                row[column : column + 1] = [] if kind == "delete" else [row[column]] * 2
    write(path, rows, encoding)
    return name


def commands(program, data, out, day):
    yield "check", [program, "check", data]
    yield "metrics", [program, "metrics", data, "--json", "--as-of", day]
    yield "report", [program, "report", data, "-o", out / "pages", "--as-of", day]
    yield "grade", [program, "grade", data, "-o", out / "grade.xlsx", "--as-of", day]
    yield "plan", [program, "plan", data, "-o", out / "plan", "--as-of", day]
    yield "feedback", [program, "feedback", data, "-o", out / "feedback.xlsx", "--as-of", day]
    yield "fix", [program, "check", data, "--fix-report", out / "fix.xlsx"]
    yield "expired", [program, "person", "expired", data, "--as-of", day]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program"), options.add_argument("folder", type=pathlib.Path), options.add_argument("work", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=50), options.add_argument("--seed", type=int, default=1)
    options.add_argument("--day", default="2026-03-01")
    given = options.parse_args()
    phones = set()
    for path in given.folder.glob("*.csv"):
        rows, _ = read(path)
        phones |= {n for row in rows or [] for cell in row for n in re.findall(r"1[3-9]\d{9}", re.sub(r"[ -]", "", cell))}
    bad, codes, slowest = 0, collections.Counter(), (0, "")
    for number in range(given.rounds):
        rng = random.Random(given.seed * 100_003 + number)
        data, out = given.work / "data", given.work / "out"
        for folder in (data, out):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(given.folder, data, ignore=shutil.ignore_patterns(".rollbook"))
        out.mkdir(parents=True)
        injuries = [injure(data, rng) for _ in range(rng.randint(1, 3))]
        for name, command in commands(given.program, data, out, given.day):
            began = time.monotonic()
            try:
                run = subprocess.run([str(c) for c in command], capture_output=True, timeout=LIMIT)
                status, said = run.returncode, run.stderr.decode("utf-8", "replace")
            except subprocess.TimeoutExpired:
                status, said = -1, "too slow"
            slowest = max(slowest, (time.monotonic() - began, f"{name} {number}"))
            codes[f"{name} {status}"] += 1
            leak = next((p for p in phones if p in said), None)
            if status < 0 or status >= 70 or "Fatal error" in said or leak:
                bad += 1
                why = "a phone number in the messages" if leak else (said.strip().splitlines() or [""])[-1][:160]
                print(f"round {number} {name}: exit {status} · {injuries} · {why}", flush=True)
    print(f"{given.rounds} spoiled copies, {sum(codes.values())} runs, {bad} bad; slowest {slowest[0]:.1f} s ({slowest[1]})")
    print(", ".join(f"{k}: {v}" for k, v in sorted(codes.items())))
    return bad > 0


sys.exit(main())
