#!/usr/bin/env python3
"""seeds.py CORPUS OUT: seeds for the fuzz targets from a corpus of workbooks and CSV files, one folder a target."""
import pathlib, re, sys, zipfile

corpus, out = map(pathlib.Path, sys.argv[1:3])
LARGEST = 48 << 10


def put(target: str, name: str, data: bytes) -> None:
    if 0 < len(data) <= LARGEST:
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / re.sub(r"[^A-Za-z0-9.]", "_", name)[-80:]).write_bytes(data)


def inside(part: bytes, element: str) -> bytes:
    found = re.search(rb"<(?:\w+:)?%s\b[^>]*>(.*)</(?:\w+:)?%s>" % (element.encode(), element.encode()), part, re.S)
    return found.group(1) if found else b""


files = [f for f in sorted(corpus.rglob("*")) if f.is_file()]
for file in files:
    name = "_".join(file.relative_to(corpus).parts)
    if file.stat().st_size > 4 << 20:
        continue
    data = file.read_bytes()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        for first in range(3):
            put("FuzzEncryption", f"{name}.{first}", bytes([first]) + data)
    elif data.startswith(b"PK") or file.suffix in (".xlsx", ".xlsm", ".zip"):
        put("FuzzZip", name, data)
        try:
            with zipfile.ZipFile(file) as archive:
                for number, part in enumerate(archive.infolist()):
                    if part.file_size > 1 << 20 or part.flag_bits & 1:
                        continue
                    if "sheet" in part.filename.lower() and part.filename.endswith(".xml"):
                        put("FuzzSheet", f"{name}.{number}", inside(archive.read(part), "sheetData"))
                    if "sharedstrings" in part.filename.lower():
                        put("FuzzSheet", f"{name}.{number}", inside(archive.read(part), "sst"))
        except Exception:
            continue  # a broken archive is a seed for FuzzZip only
    elif file.suffix in (".csv", ".txt", ".tsv", ".xml"):
        put("FuzzCSV", name, data)
scalars = """0 1 -1 -0 007 1.5 1.50 0.1 1e5 1E-5 12345678901234567 0.000001 123456789012345 .5 5. +5 1,200 ¥3.00 99.9%
2024-02-29 2023-02-29 1900-01-01 9999-12-31 0001-01-01 2024-1-5 2024/01/05 2024-01-05T10:20:30 2024-01-05 10:20:30.125
25:00:00 -1:30:00 12:34 00:00:00.001 =1+1 +1 -cmd @x \t=1 '=1 TRUE FALSE #N/A""".split(" ")
for number, text in enumerate(scalars):
    put("FuzzScalars", f"s{number}", text.strip().encode())
for folder in sorted(out.iterdir()):
    print(folder.name, len(list(folder.iterdir())))
