#!/usr/bin/env python3
"""Measures doublon on public labelled sets and on invented lists, without configuration.

Usage: tools/accuracy.py [--datasets DIR] [--only NAME]... [--variants] [--quick] [--threads N]
                         [--write FILE] [--binary FILE]

Each set is written to a scratch folder without its identifiers and truth, its rows shuffled with a
fixed seed (labelled_sets.py): dedupe for one list, link for several that share people. Pairs are
counted by this script, not by `doublon evaluate`; of link sets, pairs across files only. Columns:

  F1, precision, recall   --objective f1
  reach                   share of the true pairs among the candidate pairs of the block keys
  .01, .001: false/recall share of merged pairs that are wrong, in units of the promise of
                          --max-false-merge-rate, and recall, at that promise
  seconds                 of the run at the default promise

--variants adds each set renamed, with a column fewer, a third of it, two columns joined
(labelled_sets.varied); --quick measures F1 only; --write FILE writes the table as Markdown.
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
PROMISES = (0.01, 0.001)
GENERATED_ROWS = 100000
GENERATED_SEED = 20261124
HEADER = ("set", "rows", "floor", "F1", "precision", "recall", "reach",
          "false/.01", "recall", "false/.001", "recall", "seconds")
LINE = "%-25s %7s %5s  %5s %9s %6s %6s  %9s %6s  %10s %6s %7s"
# Lowest pairwise F1 asked for (issue 6): what a tool well configured for the very list reaches.
FLOORS = {"febrl3": .998, "fake_1000": .94, "restaurants": .935, "rldata500": .96, "epbrn_F": .985,
          "dsgen_A_10000": .997, "dsgen_F_10000": .97, "anonlink_5party": .975,
          "anu_little-dirty": .97, "census_cis": .98, "senzing_truthset": .90, "dblp_acm": .98,
          "generated": .95}


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


def reached(path, data):
    """Number of true pairs among the pairs that were compared."""
    key = {(source, str(i + 1)): keys[i] for (source, _, rows), keys in zip(data.tables, data.keys)
           for i in range(len(rows))}
    with open(path, encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return sum(key[line[0], line[1]] == key[line[2], line[3]] for line in lines)


class Measurement:
    """Runs of one set; files live in `folder`."""

    def __init__(self, data, folder, options):
        self.data, self.folder, self.options = data, folder, options
        self.paths = data.write(folder)
        self.true_pairs = data.pair_count(data.keys)

    def run(self, *arguments):
        """(pairs merged, right ones, seconds)"""
        out = os.path.join(self.folder, "entities.out")
        command = [self.options.binary, "link" if self.data.across_files_only else "dedupe",
                   *self.paths, "--out", out, "--quiet", *arguments]
        if self.options.threads:
            command += ["--threads", str(self.options.threads)]
        started = time.monotonic()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        seconds = time.monotonic() - started
        if done.returncode not in (0, 1) or not os.path.exists(out):
            raise ValueError("exit code %d: %s" % (
                done.returncode, done.stderr.decode("utf-8", "replace")[-500:].strip()))
        groups = entities_of(out, self.data)
        right = [list(zip(*both)) for both in zip(self.data.keys, groups)]
        return self.data.pair_count(groups), self.data.pair_count(right), seconds

    def line(self):
        pairs = os.path.join(self.folder, "pairs.out")
        extra = [] if self.options.quick else ["--pairs", pairs]
        found, right, seconds = self.run("--objective", "f1", *extra)
        cells = [self.data.name, str(self.data.row_count()),
                 ("%.3f" % FLOORS[self.data.name]) if self.data.name in FLOORS else "",
                 "%.3f" % (2 * right / max(1, self.true_pairs + found)),
                 "%.3f" % (right / found if found else 1), "%.3f" % (right / self.true_pairs)]
        if self.options.quick:
            return cells + [""] * 5 + ["%.2f" % seconds]
        cells.append("%.3f" % (reached(pairs, self.data) / self.true_pairs))
        for promise in PROMISES:
            found, right, seconds = self.run("--max-false-merge-rate", str(promise))
            cells += ["%.1f" % ((found - right) / max(1, found) / promise),
                      "%.3f" % (right / self.true_pairs)]
        return cells + ["%.2f" % seconds]


def sets_of(options):
    """Yields (name, function that prepares the set in a scratch folder)."""
    for name, prepare in labelled_sets.SETS.items():
        if options.only and name not in options.only:
            continue
        yield name, lambda _, prepare=prepare: prepare(options.datasets)
        for how in labelled_sets.VARIANTS if options.variants else ():
            yield name, lambda _, prepare=prepare, how=how: labelled_sets.varied(
                prepare(options.datasets), how)
    if not options.only or "generated" in options.only:
        yield "generated", lambda folder: labelled_sets.generated(
            options.binary, GENERATED_ROWS, GENERATED_SEED, folder)


def markdown(lines):
    table = [HEADER, ["---"] * len(HEADER)] + lines
    return ("# Accuracy\n\nWithout configuration or labels, identifiers and truth taken away, rows "
            "shuffled: written by\n`tools/accuracy.py --write bench/ACCURACY.md`, which explains "
            "the columns.\n\n" + "".join("| %s |\n" % " | ".join(cells) for cells in table))


def main():
    parser = argparse.ArgumentParser(description="measures doublon on labelled sets")
    parser.add_argument("--datasets", default=os.path.join(HERE, "..", "..", "shared", "datasets"),
                        help="folder with the sets, one folder each")
    parser.add_argument("--only", action="append",
                        choices=sorted(labelled_sets.SETS) + ["generated"],
                        help="this set (repeatable)")
    parser.add_argument("--variants", action="store_true", help="changed forms of each set as well")
    parser.add_argument("--quick", action="store_true", help="F1 only")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--write", metavar="FILE", help="write the table as Markdown")
    parser.add_argument("--binary",
                        default=os.path.join(HERE, "..", "build", "release", "src", "cli",
                                             "doublon"))
    options = parser.parse_args()
    if not os.access(options.binary, os.X_OK):
        sys.exit("%s: no program; build it with tools/doublon --version" % options.binary)

    print(LINE % HEADER)
    lines, failed = [], False
    for name, prepare in sets_of(options):
        with tempfile.TemporaryDirectory() as folder:
            try:
                lines.append(Measurement(prepare(folder), folder, options).line())
                print(LINE % tuple(lines[-1]), flush=True)
            except FileNotFoundError as error:
                print("%-25s not measured: %s is not there" % (name, error.filename), flush=True)
                failed = True
            except ValueError as error:
                print("%-25s not measured: %s" % (name, error), flush=True)
                failed = True
    if options.write:
        with open(options.write, "w", encoding="utf-8") as file:
            file.write(markdown(lines))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
