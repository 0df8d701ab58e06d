#!/usr/bin/env python3
"""Compares a result on the sample lists with their truth.

Usage: tools/check_samples.py entities.csv [--samples DIR]
       tools/check_samples.py --readme README.md

Checks that every input row has its line, in order, and that every pair of cases.csv with
must_merge=1 is in one entity and none with must_not_merge=1 is. With --readme, first runs the first
command of README.md (the first line of a code block that begins with tools/doublon) in the
directory of README.md and takes its --out.
Exit: 0 all as it must be, 1 not.
"""
import argparse
import csv
import os
import re
import shlex
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "datasets", "samples")


def read_rows(path, columns):
    """Rows of a CSV file as tuples; exits when the header lacks one of the columns."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = [name for name in columns if name not in (reader.fieldnames or [])]
        if lacking:
            sys.exit("%s: no column %s" % (path, ", ".join(lacking)))
        return [tuple(row[name] for name in columns) for row in reader]


def row_faults(entities, truth):
    """What is wrong with the lines themselves: lost, doubled, out of order, odd probabilities."""
    faults = []
    for source in dict.fromkeys(source for source, _, _ in truth):
        expected = [row_id for row_source, row_id, _ in truth if row_source == source]
        found = [row_id for row_source, row_id, _, _ in entities if row_source == source]
        if len(found) != len(expected):
            faults.append("%s: %d lines for %d rows" % (source, len(found), len(expected)))
        elif found != expected:
            first = next(i for i, pair in enumerate(zip(found, expected)) if pair[0] != pair[1])
            faults.append("%s: line %d has id %s, the row has %s" % (source, first + 1,
                                                                     found[first],
                                                                      expected[first]))
    known = {source for source, _, _ in truth}
    faults += ["unknown source %s" % name for name in sorted({e[0] for e in entities} - known)]
    sizes = {}
    for _, _, entity, _ in entities:
        sizes[entity] = sizes.get(entity, 0) + 1
    for source, row_id, entity, probability in entities:
        number = re.fullmatch(r"[01](\.[0-9]+)?|[0-9.]+e-[0-9]+", probability)
        if number is None or float(probability) > 1:
            faults.append("%s %s: probability %s" % (source, row_id, probability))
        elif sizes[entity] == 1 and float(probability) != 1:
            faults.append("%s %s: probability %s of a single" % (source, row_id, probability))
    return faults


def case_faults(entities, cases):
    """The cases that came out wrong, by name."""
    entity_of = {(source, row_id): entity for source, row_id, entity, _ in entities}
    faults = []
    for name, source_a, id_a, source_b, id_b, must, must_not, why in cases:
        a, b = entity_of.get((source_a, id_a)), entity_of.get((source_b, id_b))
        merged = a is not None and a == b
        if must == "1" and not merged:
            faults.append("not merged: %s (%s %s, %s %s): %s" % (name, source_a, id_a, source_b,
                                                                 id_b, why))
        if must_not == "1" and merged:
            faults.append("merged: %s (%s %s, %s %s): %s" % (name, source_a, id_a, source_b, id_b,
                                                             why))
    return faults


def pair_counts(entities, truth):
    """True, found and right pairs over all rows."""
    true_of = {(source, row_id): entity for source, row_id, entity in truth}

    def pairs(groups):
        sizes = {}
        for group in groups:
            sizes[group] = sizes.get(group, 0) + 1
        return sum(n * (n - 1) // 2 for n in sizes.values())

    found = [entity for _, _, entity, _ in entities]
    both = [(entity, true_of.get((source, row_id))) for source, row_id, entity, _ in entities]
    return pairs(entity for _, _, entity in truth), pairs(found), pairs(both)


def run_readme(readme):
    """Runs the first tools/doublon line of a code block of `readme`; returns the path of its
    result."""
    with open(readme, encoding="utf-8") as file:
        blocks = re.findall(r"^```[^\n]*\n(.*?)^```", file.read(), re.M | re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    command = next((line for line in lines if re.match(r"(\$ )?tools/doublon\s", line)), None)
    if command is None:
        sys.exit("%s: no code block with a line that begins with tools/doublon" % readme)
    command = command.removeprefix("$ ")
    print("README: " + command, flush=True)
    folder = os.path.dirname(os.path.abspath(readme))
    words = shlex.split(command, comments=True)
    out = next((words[i + 1] for i, word in enumerate(words[:-1]) if word == "--out"), None)
    out = out or next((word[6:] for word in words if word.startswith("--out=")), None)
    if out in (None, "-"):
        file = tempfile.NamedTemporaryFile(delete=False, suffix=".csv")
        code = subprocess.run(words, cwd=folder, stdout=file).returncode
        out = file.name
    else:
        out = os.path.join(folder, out)
        if os.path.exists(out):
            os.remove(out)  # an old result must not stand in for a new one
        code = subprocess.run(words, cwd=folder).returncode
    if code != 0:
        sys.exit("README: the command ended with exit code %d" % code)
    return out


def main():
    parser = argparse.ArgumentParser(description="compares a result on the sample lists with their truth")
    parser.add_argument("entities", nargs="?")
    parser.add_argument("--samples", default=SAMPLES)
    parser.add_argument("--readme",
                        help="run this file's first tools/doublon command and check its result")
    options = parser.parse_args()
    if (options.entities is None) == (options.readme is None):
        parser.error("give entities.csv or --readme")
    path = options.entities or run_readme(options.readme)
    entities = read_rows(path, ("source", "id", "entity_id", "probability"))
    truth = read_rows(os.path.join(options.samples, "truth.csv"), ("source", "id", "entity"))
    cases = read_rows(os.path.join(options.samples, "cases.csv"), (
        "case", "source_a", "id_a", "source_b", "id_b", "must_merge", "must_not_merge", "why"))
    faults = row_faults(entities, truth) + case_faults(entities, cases)
    for fault in faults:
        print(fault)
    true, found, right = pair_counts(entities, truth)
    print("samples: %d rows, %d cases, %d faults; %d of %d true pairs found, %d of %d found pairs right" % (
        len(entities), len(cases), len(faults), right, true, right, found))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
