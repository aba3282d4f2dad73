#!/usr/bin/env python3
"""figures.py PROGRAM CORPUS [xlsx] [csv] [hostile]: what `rollbook cells` makes of a whole corpus, as Markdown.

xlsx      every workbook whose cells two readers agree on, cell by cell; every file no reader opens is refused with a code
csv       every file with expected rows, field by field, encoding and separator found by the program; where that differs, told
hostile   every hostile file with wall time, peak memory and what was said
Differences are listed one by one. Exit 1 where a figure is not what it has to be.
"""
import collections, gzip, json, os, pathlib, resource, subprocess, sys, tempfile, time

PROGRAM, CORPUS = sys.argv[1], pathlib.Path(sys.argv[2])
# The hostile files first: a process inherits the peak of the one that starts it, and the others make this one large.
WANTED = sorted(sys.argv[3:] or ["hostile", "xlsx", "csv"], key=lambda part: part != "hostile")
LIMITS = (2.0, 300.0)
failures = []


def run(*arguments, limit=60):
    """Exit code, output, messages, seconds, peak MiB of one run (a process of its own counts for itself)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        killed = False
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > limit and not killed:
                killed = True
                child.kill()
            time.sleep(0.002)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        return child.returncode, out.read(), err.read().decode(errors="replace"), seconds, usage.ru_maxrss / 1024


def lines(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def first(text):
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def place(file):
    path = CORPUS / "xlsx" / file
    return path if path.exists() else CORPUS / "customers/xlsx" / pathlib.Path(file).name


def same(a, b):
    if a is None or b is None or a[0] != b[0]:
        return False
    if a[1] == b[1]:
        return True
    if a[0] == "n":
        return float(a[1]) == float(b[1])
    return a[0] == "u" and abs(float(a[1]) - float(b[1])) < 0.001


def xlsx():
    agreed = collections.defaultdict(set)
    for line in lines(CORPUS / "xlsx/expected/sheets.jsonl.gz"):
        if line["status"] == "agreed":
            agreed[line["file"]].add(line["sheet"])
    wanted = collections.defaultdict(dict)
    for path in sorted((CORPUS / "xlsx/expected").glob("*.agreed.jsonl.gz")):
        for line in lines(path):
            wanted[line["file"]][line["sheet"], line["ref"]] = (line["type"], line["value"])
    manifest = {line["file"]: line for line in lines(CORPUS / "xlsx/manifest.jsonl")}
    equal = sheets = files = 0
    different, refused, opened, uncoded = [], [], [], []
    for file, entry in sorted(manifest.items()):
        code, out, err, _, _ = run("cells", place(file))
        if code != 0:
            (refused if code == 3 and "error[E" in err else uncoded).append((file, entry["outcome"], first(err)))
            if file in agreed:
                different.append(f"{file}: refused, {len(wanted[file])} cells expected: {first(err)}")
            continue
        if entry["outcome"] == "neither":
            opened.append(file)
        if file not in agreed:
            continue
        files, sheets = files + 1, sheets + len(agreed[file])
        found = {}
        for line in out.decode().splitlines():
            cell = json.loads(line)
            if cell["sheet"] in agreed[file]:
                found[cell["sheet"], cell["ref"]] = (cell["type"], cell["value"])
        for key in sorted(wanted[file].keys() | found.keys()):
            if same(wanted[file].get(key), found.get(key)):
                equal += 1
            else:
                different.append(f"{file} {key}: expected {wanted[file].get(key)}, found {found.get(key)}")
    neither = [f for f, e in manifest.items() if e["outcome"] == "neither"]
    print(f"\n## XLSX\n\n{len(manifest)} workbooks; {files} with agreed sheets ({sheets}) opened; {equal} cells equal; {len(different)} differences")
    for line in different:
        print("-", line)
    print(f"\nRefused with a code: {len(refused)}; of {len(neither)} that no reader opens, {len(neither) - len(opened)} refused, opened: {opened}")
    for file, outcome, said in refused:
        if outcome != "neither":
            print(f"- refused though {outcome} open it: {file}: {said}")
    for file, outcome, said in uncoded:
        print(f"- NO CODE: {file}: {said}")
    # The one difference the task itself asks for.
    if uncoded or opened or [d for d in different if not d.startswith("poi/duplicate-filename.xlsx")]:
        failures.append("xlsx")


def name(column):
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return letters


def csv():
    total = found_alone = equal = 0
    different, told = [], []
    for entry in lines(CORPUS / "csv/expected.jsonl.gz"):
        if "rows" not in entry:
            continue
        total += 1
        wanted = {name(c) + str(r + 1): t for r, row in enumerate(entry["rows"]) for c, t in enumerate(row) if t}

        def cells(*options):
            code, out, err, _, _ = run("cells", CORPUS / "csv" / entry["file"], *options)
            if code:
                return err
            return {c["ref"]: c["value"] for c in map(json.loads, out.decode().splitlines())}

        got = cells()
        if got == wanted:
            found_alone += 1
        else:
            telling = ["--encoding", entry["encoding"]] + (["--delimiter", entry["delimiter"]] if entry.get("delimiter") else [])
            again = cells(*telling)
            if again == wanted:
                told.append(f"{entry['file']}: with {' '.join(map(repr, telling))}")
            else:
                different.append(f"{entry['file']}: {first(again) if isinstance(again, str) else [(k, wanted.get(k), again.get(k)) for k in sorted(wanted.keys() | again.keys()) if wanted.get(k) != again.get(k)][:3]}")
                continue
        equal += len(wanted)
    print(f"\n## CSV\n\n{total} files with expected rows: {found_alone} found alone, {len(told)} when told, {len(different)} differ; {equal} fields equal")
    for line in told + different:
        print("-", line)
    if different:
        failures.append("csv")


def hostile():
    print("\n## Hostile files\n\n| file | expected | exit | seconds | MiB | said |\n| --- | --- | --- | --- | --- | --- |")
    worst = [0.0, 0.0]
    for entry in lines(CORPUS / "malicious/manifest.jsonl"):
        code, out, err, seconds, peak = run("cells", CORPUS / "malicious" / entry["file"], limit=20)
        coded = "error[E" in err
        right = (code == 0 or code == 3 and coded) and seconds <= LIMITS[0] and peak <= LIMITS[1]
        if entry["expect"] == "refuse":
            right = right and code == 3
        elif entry["expect"] == "ok":
            right = right and code == 0
        worst = [max(worst[0], seconds), max(worst[1], peak)]
        if not right:
            failures.append("hostile " + entry["file"])
        said = first(err) or f"{len(out.splitlines())} cells"
        print(f"| {entry['file']} | {entry['expect']} | {code}{'' if right else ' WRONG'} | {seconds:.2f} | {peak:.0f} | {said[:110]} |")
    print(f"\nSlowest {worst[0]:.2f} s, most memory {worst[1]:.0f} MiB.")


for part in WANTED:
    {"xlsx": xlsx, "csv": csv, "hostile": hostile}[part]()
print("\nall as expected" if not failures else f"\nNOT as expected: {failures}")
sys.exit(bool(failures))
