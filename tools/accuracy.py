#!/usr/bin/env python3
"""Measures doublon on public labelled sets and prints a table: F1, precision, recall, seconds.

Usage: tools/accuracy.py [--datasets DIR] [--only NAME]... [--threads N] [--promise] [--binary FILE]

Each set is written to a scratch folder without its identifiers and truth, its rows shuffled with a
fixed seed (labelled_sets.py), and run without configuration: dedupe for one list, link for several
that share people. Pairs are counted by this script, not by `doublon evaluate`; of link sets, pairs
across files only.
Exit: 0 all sets were run, 1 one could not be.
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time

import labelled_sets

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command, log):
    """Exit code and seconds of a command whose messages go to the file `log`."""
    started = time.monotonic()
    with open(log, "wb") as messages:
        code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=messages).returncode
    return code, time.monotonic() - started


def entities_of(path, data):
    """The entity of each row of each file, in the order of the rows; raises ValueError when a row
    has no line."""
    with open(path, encoding="utf-8", newline="") as file:
        found = {(row["source"], row["id"]): row["entity_id"] for row in csv.DictReader(file)}
    groups = []
    for source, _, rows in data.tables:
        missing = [i for i in range(1, len(rows) + 1) if (source, str(i)) not in found]
        if missing:
            raise ValueError("%d rows of %s are not in the output" % (len(missing), source))
        groups.append([found[source, str(i)] for i in range(1, len(rows) + 1)])
    return groups


def measured(data, options):
    """(F1, precision, recall, seconds) of one set."""
    with tempfile.TemporaryDirectory() as folder:
        out, log = os.path.join(folder, "entities.out"), os.path.join(folder, "messages")
        command = [options.binary, "link" if data.across_files_only else "dedupe",
                   *data.write(folder), "--out", out]
        command += [] if options.promise else ["--objective", "f1"]
        command += ["--threads", str(options.threads)] if options.threads else []
        code, seconds = run(command, log)
        if code not in (0, 1) or not os.path.exists(out):
            with open(log, encoding="utf-8", errors="replace") as messages:
                raise ValueError("exit code %d: %s" % (code, messages.read()[-500:].strip()))
        groups = entities_of(out, data)
    true = data.pair_count(data.keys)
    found = data.pair_count(groups)
    right = data.pair_count([list(zip(*both)) for both in zip(data.keys, groups)])
    precision = right / found if found else 1.0
    return 2 * right / (true + found), precision, right / true, seconds


def main():
    parser = argparse.ArgumentParser(description="measures doublon on labelled sets")
    parser.add_argument("--datasets", default=os.path.join(HERE, "..", "..", "shared", "datasets"),
                        help="folder with the sets, one folder each")
    parser.add_argument("--only", action="append", choices=sorted(labelled_sets.SETS),
                        help="this set (repeatable)")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--promise", action="store_true",
                        help="the default threshold, not that of the best expected F1")
    parser.add_argument("--binary",
                        default=os.path.join(HERE, "..", "build", "release", "src", "cli",
                                             "doublon"))
    options = parser.parse_args()
    if not os.access(options.binary, os.X_OK):
        sys.exit("%s: no program; build it with tools/doublon --version" % options.binary)

    print("%-17s %6s  %5s  %9s  %6s  %7s" % ("set", "rows", "F1", "precision", "recall", "seconds"))
    failed = False
    for name, prepare in labelled_sets.SETS.items():
        if options.only and name not in options.only:
            continue
        try:
            data = prepare(options.datasets)
            f1, precision, recall, seconds = measured(data, options)
            print("%-17s %6d  %.3f  %9.3f  %6.3f  %7.2f" % (
                name, data.row_count(), f1, precision, recall, seconds), flush=True)
        except FileNotFoundError as error:
            print("%-17s not measured: %s is not there" % (name, error.filename), flush=True)
            failed = True
        except ValueError as error:
            print("%-17s not measured: %s" % (name, error), flush=True)
            failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
