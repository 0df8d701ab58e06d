"""Public labelled sets, made ready for measuring without giving the answer away.

Each set becomes files that hold neither identifiers nor truth, rows shuffled with a fixed seed and
known only by their number; the truth stays outside the files, as one key for each row.
"""
import csv
import gzip
import io
import os
import random
import re
import subprocess

SEED = 20261124


class LabelledSet:
    """Files of (source name, rows) and the key of the true entity of each row.

    tables: [(source, header, rows)]; keys: [[key of row 1, ...] for each source]
    across_files_only: count only pairs of rows of different files (link)
    """

    def __init__(self, name, tables, keys, true_pairs, across_files_only=False):
        self.name, self.tables, self.keys = name, tables, keys
        self.across_files_only = across_files_only
        found = self.pair_count([list(zip(keys_of_file)) for keys_of_file in keys])
        # The number stated where the set was published: a preparation that loses truth must not go
        # unseen.
        assert found == true_pairs, "%s: %d true pairs, not %d" % (name, found, true_pairs)

    def pair_count(self, groups_by_file):
        """Pairs of rows of one group; groups_by_file holds the group of each row of each file."""
        def pairs(groups):
            sizes = {}
            for group in groups:
                sizes[group] = sizes.get(group, 0) + 1
            return sum(size * (size - 1) // 2 for size in sizes.values())

        total = pairs(group for groups in groups_by_file for group in groups)
        return total - sum(map(pairs, groups_by_file)) if self.across_files_only else total

    def row_count(self):
        return sum(len(rows) for _, _, rows in self.tables)

    def write(self, folder):
        """Writes the files; returns their paths."""
        paths = []
        for source, header, rows in self.tables:
            paths.append(os.path.join(folder, source + ".csv"))
            with open(paths[-1], "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header] + rows)
        return paths


def read_table(path):
    """Header (trimmed) and rows of a CSV file, gzip or not."""
    with open(path, "rb") as file:
        data = file.read()
    text = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [name.strip() for name in rows[0]], rows[1:]


def prepared(source, path, drop, key_of, seed):
    """Reads one file and takes the columns `drop` away; key_of gets a row as a dictionary. Returns
    table and keys."""
    header, rows = read_table(path)
    missing = [name for name in drop if name not in header]
    assert not missing, "%s: no column %s" % (path, missing)
    random.Random(seed).shuffle(rows)
    keys = [key_of(dict(zip(header, row))) for row in rows]
    kept = [i for i, name in enumerate(header) if name not in drop]
    return (source, [header[i] for i in kept],
            [[row[i] for i in kept if i < len(row)] for row in rows]), keys


def assembled(name, files, true_pairs, link=False):
    """files: (source, path, columns to drop, key function)"""
    tables, keys = [], []
    for number, (source, path, drop, key_of) in enumerate(files):
        table, keys_of_file = prepared(source, path, drop, key_of, SEED + number)
        tables.append(table)
        keys.append(keys_of_file)
    return LabelledSet(name, tables, keys, true_pairs, link)


def column(name):
    return lambda row: row[name]


def febrl_person(row):
    return re.fullmatch(r"rec-(\d+)-(?:org|dup-\d+)", row["rec_id"].strip())[1]


def febrl(root, name, number, true_pairs):
    path = os.path.join(root, "febrl", "dataset%d.csv" % number)
    return assembled(name, [("people", path, ["rec_id"], febrl_person)], true_pairs)


def dsgen_person(row):
    return row["rec_id"].strip()[:-1]


def dsgen(root, name, parts, true_pairs, link=False):
    drop = ["rec_id", "blocking_number"]  # the second is the generator's number of a group of rows
    return assembled(name, [(source, os.path.join(root, "febrl_dsgen", file), drop, dsgen_person)
                            for source, file in parts], true_pairs, link)


def anonlink(root):
    return assembled("anonlink_5party", [
        ("party_%d" % number, os.path.join(root, "anonlink_5party", "dataset-%d.csv" % number),
         ["id"], column("id"))
        for number in range(1, 6)], 14620, link=True)


def mapped(pairs):
    """Keys for two files of which a list of matching ids is given: the id in A, or the one it is
    matched with."""
    key_of_b = {b: "a" + a for a, b in pairs}
    return (lambda row_id: "a" + row_id), (lambda row_id: key_of_b.get(row_id, "b" + row_id))


def anu(root, level):
    folder = os.path.join(root, "anu_persons")
    header, pairs = read_table(os.path.join(folder, "%s-true-matches-1000.csv" % level))
    if header[0] == "rec_id_B":
        pairs = [pair[::-1] for pair in pairs]
    a, b = os.path.join(folder, level + "-A-1000.csv"), os.path.join(folder, level + "-B-1000.csv")
    # The first column of the truth does hold ids of file A: checked here, not believed.
    ids_a = {row[0] for row in read_table(a)[1]}
    if not all(pair[0] in ids_a for pair in pairs):
        pairs = [pair[::-1] for pair in pairs]
    key_a, key_b = mapped(pairs)
    return assembled("anu_" + level, [("a", a, ["rec_id"], lambda row: key_a(row["rec_id"])),
                                      ("b", b, ["rec_id"], lambda row: key_b(row["rec_id"]))], 500,
                     link=True)


CENSUS_FILES = {"census": "census_id", "cis": "cis_id", "prd": "PRD_ID"}


def census(root, first, second, true_pairs):
    files = []
    for source in (first, second):
        upper = source == "prd"
        person = "PERSON_ID" if upper else "person_id"
        files.append((source, os.path.join(root, "census_cis", source + ".csv.gz"),
                      [person, CENSUS_FILES[source]], column(person)))
    return assembled("%s_%s" % (first, second), files, true_pairs, link=True)


def cdc_nbs(root):
    """The seed list against the test records; those whose expected result is "possible_match" are
    left out, those of "no_match" are nobody of the seed list."""
    folder = os.path.join(root, "cdc_nbs")
    header, seeds = read_table(os.path.join(folder, "nbs_seed.csv"))
    drop = ["Match Id", "ID"]
    tests, keys = [], []
    for name in ("nbs_test.csv", "expanded_nbs_test.csv", "better_test.csv"):
        test_header, rows = read_table(os.path.join(folder, name))
        for row in rows:
            cells = dict(zip(test_header, row))
            result = cells["Expected Result"].strip()
            if result not in ("match", "no_match"):
                continue  # to be reviewed, or the one line that is shifted by a column
            keys.append(cells["Match Id"] if result == "match" else "none-%d" % len(tests))
            tests.append([cells[name] for name in header if name not in drop])
    kept = [i for i, name in enumerate(header) if name not in drop]
    columns = [header[i] for i in kept]
    order = list(range(len(tests)))
    random.Random(SEED).shuffle(order)
    random.Random(SEED + 1).shuffle(seeds)
    return LabelledSet("cdc_nbs", [("seed", columns, [[row[i] for i in kept] for row in seeds]),
                                   ("test", columns, [tests[i] for i in order])],
                       [[row[0] for row in seeds], [keys[i] for i in order]], 446, True)


def transactions(root):
    """Payments as they leave one account and as they reach another, some days later."""
    return assembled("transactions", [
        (side, os.path.join(root, "transactions", "transactions_%s.csv.gz" % side),
         ["ground_truth", "unique_id"], column("ground_truth"))
        for side in ("origin", "destination")], 45326, link=True)


def dblp_acm(root):
    folder = os.path.join(root, "dblp_acm")
    key_a, key_b = mapped(read_table(os.path.join(folder, "DBLP-ACM_perfectMapping.csv"))[1])
    return assembled("dblp_acm", [
        ("dblp", os.path.join(folder, "DBLP2.csv.gz"), ["id"], lambda row: key_a(row["id"])),
        ("acm", os.path.join(folder, "ACM.csv.gz"), ["id"], lambda row: key_b(row["id"]))], 2224,
                     link=True)


def senzing(root):
    folder = os.path.join(root, "senzing_truthset")
    header, rows = read_table(os.path.join(folder, "truth_key.csv"))
    truth = {}
    for row in rows:
        line = dict(zip(header, row))
        truth[line["DATA_SOURCE"], line["RECORD_ID"]] = line["CLUSTER_ID"]
    files = []
    for source in ("customers", "reference", "watchlist"):
        path = os.path.join(folder, source + ".csv")
        # REL_ columns hold ids of other records, given out in the order of the test groups.
        drop = [name for name in read_table(path)[0] if name in ("DATA_SOURCE", "RECORD_ID")
                or name.startswith("REL_")]
        files.append((source, path, drop, lambda row: truth[row["DATA_SOURCE"], row["RECORD_ID"]]))
    return assembled("senzing_truthset", files, 108)


def one_file(name, path, drop, key, true_pairs):
    return lambda root: assembled(name, [(name, os.path.join(root, path), drop, column(key))],
                                  true_pairs)


# name → function of the folder that holds the sets. Order: that of the table printed.
SETS = {
    "febrl1": lambda root: febrl(root, "febrl1", 1, 500),
    "febrl2": lambda root: febrl(root, "febrl2", 2, 1934),
    "febrl3": lambda root: febrl(root, "febrl3", 3, 6538),
    "fake_1000": one_file("fake_1000", "fake_1000/fake_1000.csv", ["unique_id", "cluster"],
                          "cluster", 2031),
    "restaurants": one_file("restaurants", "restaurants/restaurants.csv", ["id", "class"], "class",
                            112),
    "rldata500": one_file("rldata500", "rldata500/RLdata500.csv", ["rec_id", "ent_id"], "ent_id",
                          50),
    "epbrn_F": one_file("epbrn_F", "epbrn/ePBRN_F.csv.gz", ["rec_id", "match_id"], "match_id",
                        3247),
    "anonlink_5party": anonlink,
    "anu_clean": lambda root: anu(root, "clean"),
    "anu_little-dirty": lambda root: anu(root, "little-dirty"),
    "census_cis": lambda root: census(root, "census", "cis", 24043),
    "census_prd": lambda root: census(root, "census", "prd", 24102),
    "cis_prd": lambda root: census(root, "cis", "prd", 22860),
    "dsgen_A_10000": lambda root: dsgen(root, "dsgen_A_10000", [("people", "dataset_A_10000.csv")],
                                        5000),
    "dsgen_F_10000": lambda root: dsgen(root, "dsgen_F_10000", [
        ("originals", "dataset_F_org_10000.csv"), ("duplicates", "dataset_F_dup_10000.csv")], 4000,
                                        link=True),
    "dsgen_A_1000": lambda root: dsgen(root, "dsgen_A_1000", [("people", "dataset_A_1000.csv")],
                                       500),
    "dsgen_F_2500": lambda root: dsgen(root, "dsgen_F_2500", [
        ("originals", "dataset_F_org_2500.csv"), ("duplicates", "dataset_F_dup_2500.csv")], 1000,
                                       link=True),
    "senzing_truthset": senzing,
    "cdc_nbs": cdc_nbs,
    "dblp_acm": dblp_acm,
    "transactions": transactions,
    "chicago": one_file("chicago", "chicago_early_childhood/input_with_true_ids.csv",
                        ["True Id", "Id"], "True Id", 6608),
}


def generated(binary, rows, seed, folder):
    """Invented lists of `doublon generate`, deduplicated together."""
    subprocess.run([binary, "generate", "--rows", str(rows), "--seed", str(seed), "--out", folder],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    header, lines = read_table(os.path.join(folder, "truth.csv"))
    place = {name: header.index(name) for name in ("source", "id", "entity")}
    truth = {(line[place["source"]], line[place["id"]]): line[place["entity"]] for line in lines}
    tables, keys = [], []
    for number, source in enumerate(sorted({source for source, _ in truth})):
        path = os.path.join(folder, source + ".csv")
        header, rows = read_table(path)
        id_name = header[0]
        table, keys_of_file = prepared(
            source, path, [id_name], lambda row: truth[source, row[id_name]], SEED + number)
        tables.append(table)
        keys.append(keys_of_file)
    data = LabelledSet.__new__(LabelledSet)
    data.name, data.tables, data.keys, data.across_files_only = "generated", tables, keys, False
    return data


def varied(data, how):
    """The same rows as somebody else would have written them down, for checks of generality:
    renamed    columns called c1, c2, ...
    fewer      without the column that has the most different values
    third      a third of the entities
    joined     the two columns of words that have the most different values in one cell
    """
    rng = random.Random(SEED + sum(map(ord, data.name)))
    kept_keys = {key for of_file in data.keys for key in of_file}
    if how == "third":
        kept_keys = {key for key in sorted(kept_keys) if rng.random() < 1 / 3}
    values = {}  # of each column, over all files
    for _, header, rows in data.tables:
        for c, name in enumerate(header):
            values.setdefault(name, set()).update(row[c] for row in rows if c < len(row))
    by_distinct = sorted(values, key=lambda name: -len(values[name]))
    in_words = [name for name in by_distinct
                if sum(map(str.isdigit, "".join(values[name]))) * 10 < sum(map(len, values[name]))]
    code = {name: "c%d" % (i + 1) for i, name in enumerate(values)}
    pair = in_words[:2]
    tables, keys = [], []
    for (source, header, rows), keys_of_file in zip(data.tables, data.keys):
        taken = [(row + [""] * (len(header) - len(row)), key)
                 for row, key in zip(rows, keys_of_file) if key in kept_keys]
        rows, keys_of_file = [row for row, _ in taken], [key for _, key in taken]
        if how == "renamed":
            header = [code[name] for name in header]
        elif how == "fewer":
            kept = [c for c, name in enumerate(header) if name != by_distinct[0]]
            header, rows = [header[c] for c in kept], [[row[c] for c in kept] for row in rows]
        elif how == "joined" and all(name in header for name in pair):
            a, b = (header.index(name) for name in pair)
            kept = [c for c in range(len(header)) if c not in (a, b)]
            header = [header[a] + " " + header[b]] + [header[c] for c in kept]
            rows = [[(row[a] + " " + row[b]).strip()] + [row[c] for c in kept] for row in rows]
        tables.append((source, header, rows))
        keys.append(keys_of_file)
    changed = LabelledSet.__new__(LabelledSet)
    changed.name, changed.tables, changed.keys = data.name + "/" + how, tables, keys
    changed.across_files_only = data.across_files_only
    return changed


VARIANTS = ("renamed", "fewer", "third", "joined")
