#!/usr/bin/env python3
"""Splink (DuckDB) on the lists of `doublon generate`, configured by hand as its manual advises.

Usage: splink_contacts.py LIST.csv... --out entities.csv

Columns are brought together and cleaned by hand first: case and accents folded, phones to their
last nine digits, dates to ISO. Comparisons: names with term frequencies, date of birth, e-mail,
phone, and street, postcode and town as one. Twelve blocking rules, prior from deterministic rules,
u from random pairs, three EM sessions, clusters from probability .95.
"""
import argparse
import csv
import os

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Column of the lists → column here, the first that holds something.
COLUMNS = {
    "given": ("prenoms", "prenom", "first_name"),
    "family": ("nom_usage", "nom_naissance", "nom", "last_name"),
    "birth": ("date_naissance",),
    "email": ("email", "mail"),
    "phone": ("telephone", "tel_mobile", "tel_fixe", "phone"),
    "street": ("adresse",),
    "postcode": ("code_postal", "cp", "zip"),
    "city": ("commune", "ville", "city"),
}
BLOCKS = (("family", "given"), ("family", "birth"), ("given", "birth"), ("email",), ("phone",),
          ("family", "postcode"), ("given", "postcode", "city"), ("street", "postcode"),
          ("birth", "postcode"), ("substr(family,1,4)", "substr(given,1,3)", "postcode"),
          ("substr(family,1,5)", "city"), ("street", "given"))


def read(connection, paths):
    connection.execute("SET preserve_insertion_order = false")
    parts = []
    for path in paths:
        source = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader([file.readline()]))
        chosen = []
        for name, columns in COLUMNS.items():
            there = ["nullif(trim(\"%s\"), '')" % column for column in columns if column in header]
            chosen.append("%s AS %s" % ("coalesce(%s)" % ", ".join(there) if there else
                                        "CAST(NULL AS VARCHAR)", name))
        parts.append("SELECT '%s' AS source, CAST(id AS VARCHAR) AS id, %s FROM "
                     "read_csv('%s', all_varchar = true)" % (source, ", ".join(chosen), path))
    text = "nullif(trim(regexp_replace(lower(strip_accents({0})), '[^a-z0-9]+', ' ', 'g')), '')"
    connection.execute("""
        CREATE TABLE people AS SELECT source || '/' || id AS unique_id, source, id,
          %s AS given, %s AS family,
          coalesce(try_strptime(birth, '%%d/%%m/%%Y'), try_strptime(birth, '%%Y-%%m-%%d')) AS birth_time,
          strftime(birth_time, '%%Y-%%m-%%d') AS birth,
          nullif(lower(trim(email)), '') AS email,
          nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 9), '') AS phone,
          %s AS street, lpad(postcode, 5, '0') AS postcode, %s AS city
        FROM (%s)""" % (text.format("given"), text.format("family"), text.format("street"),
                        text.format("city"), " UNION ALL BY NAME ".join(parts)))


def address():
    """Street, postcode and town as one piece of evidence."""
    street = cll.JaroWinklerLevel("street", 0.9)
    return cl.CustomComparison(output_column_name="address", comparison_levels=[
        cll.And(cll.NullLevel("street"), cll.NullLevel("postcode")),
        cll.And(cll.ExactMatchLevel("street"), cll.ExactMatchLevel("postcode")),
        cll.And(street, cll.ExactMatchLevel("postcode")),
        cll.And(street, cll.ExactMatchLevel("city")),
        cll.ExactMatchLevel("postcode"),
        cll.ExactMatchLevel("city"),
        cll.ElseLevel()])


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", nargs="+")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    connection = duckdb.connect()
    read(connection, options.lists)
    tf = {"term_frequency_adjustments": True}
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.NameComparison("given").configure(**tf),
                     cl.NameComparison("family").configure(**tf),
                     cl.DateOfBirthComparison("birth", input_is_string=True),
                     cl.EmailComparison("email"),
                     cl.DamerauLevenshteinAtThresholds("phone", [1, 2]),
                     address()],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in BLOCKS])
    database = DuckDBAPI(connection)
    linker = Linker(database.register("people"), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("phone", "given"), block_on("family", "given", "birth")],
        recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e7)
    for block in (("family", "given"), ("birth", "postcode"), ("email",)):
        training.estimate_parameters_using_expectation_maximisation(block_on(*block))
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=0.95)
    connection.execute("""COPY (SELECT source, id, cluster_id AS entity_id, 1 AS probability
                          FROM %s) TO '%s' (HEADER)""" % (clusters.physical_name, options.out))


if __name__ == "__main__":
    main()
