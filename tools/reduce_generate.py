#!/usr/bin/env python3
"""Cuts public French reference lists down to the small tables that `doublon generate` draws from.

usage: reduce_generate.py REF_FR_DIR NICKNAMES_CSV OUT_DIR

Reads prenoms_insee_1900_2021.csv.gz, noms_insee_1891_2000.csv.gz (INSEE), communes.csv.gz (INSEE COG) and
voies_frequence.csv.gz (DGFiP FANTOIR), a table canonical,short_form,kind of French short
forms (CC0), and writes given_names.csv, nicknames.csv, family_names.csv, family_name_tail.csv,
communes.csv and streets.csv. Deterministic: the same input gives the same bytes.
"""
import csv
import gzip
import pathlib
import sys

GIVEN_NAME_COUNT = 3000
FAMILY_NAME_COUNT = 40000
COMMUNE_COUNT = 8000
STREET_COUNT = 3000
FIRST_DECADE, DECADE_COUNT = 1910, 10  # births 1910-1919 ... 2000-2009
# Adults of the lists were born in these decades of the family name table.
FIRST_NAME_DECADE, LAST_NAME_DECADE = 1921, 1991
# `AUTRES NOMS` counts births under names too rare to be listed; INSEE does not say how many names. Assumed: about five
# births a name, in keeping with the 1.3 million family names that France is said to have.
RAREST_NAMES = 900000

# FANTOIR is in capitals without accents. The commoner words that have one, as they are spelt.
ACCENTED = """église école écoles château maréchal général république liberté libération résistance forêt chênes chêne
prés pré érables érable bruyères mésanges genêts primevères mûriers coteau étang étangs vallée prieuré carrières carrière
châtaigniers pyrénées frênes aubépines cézanne cèdres écureuils fougères églantiers hélène clément pêcheurs
pâquerettes anciens chènevières sablière sablières ancienne anémones rené andré frédéric françois émile léon jaurès
calvaire presbytère évêché hôtel abbé médéric eugène édouard côte belvédère marché théâtre orchidées hêtres pépinière poincaré
œillets troènes genévriers fêtes mendès camélias péri prévert rivière bièvre tramontane thérèse stéphane gérard nîmes
orléans alésia récollets crécy béarn gâtinais européenne hérons étoile étoiles éoliennes rosé poète poètes
ampère glaïeuls gué guérin jérôme désiré cité métairie méditerranée chèvrefeuille chèvrefeuilles chêneaux pêchers pêcher
abbé félix irène noël joséphine geneviève bel-air lumière lumières saint-rémy rémy résédas""".split()

STREET_TYPES = {"RUE": "rue", "CHEMIN": "chemin", "IMPASSE": "impasse", "ALLEE": "allée", "PLACE": "place",
                "ROUTE": "route", "AVENUE": "avenue", "LOT": "lotissement", "RUELLE": "ruelle",
                "BOULEVARD": "boulevard", "RESIDENCE": "résidence", "SENTIER": "sentier", "SQUARE": "square",
                "VOIE": "voie", "CITE": "cité", "COUR": "cour", "QUAI": "quai", "COURS": "cours",
                "PASSAGE": "passage", "CLOS": "clos", "HAMEAU": "hameau", "VILLA": "villa"}
SMALL_WORDS = {"DE": "de", "DU": "du", "DES": "des", "LA": "la", "LE": "le", "LES": "les", "ET": "et", "A": "à",
               "AU": "au", "AUX": "aux", "EN": "en", "SUR": "sur", "SOUS": "sous"}


def read(path, delimiter=","):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def fold(word):
    table = str.maketrans("àâäéèêëîïôöùûüÿç", "aaaeeeeiioouuuyc")
    return word.lower().replace("œ", "oe").translate(table).upper()


def given_names(source, out):
    births = {}
    for row in read(source / "prenoms_insee_1900_2021.csv.gz"):
        decade = (int(row["annee"]) - FIRST_DECADE) // 10
        if 0 <= decade < DECADE_COUNT:
            name = (row["sexe"], row["prenom"])
            births.setdefault(name, [0] * DECADE_COUNT)[decade] += int(row["nombre"])
    kept = sorted(births.items(), key=lambda item: (-sum(item[1]), item[0]))[:GIVEN_NAME_COUNT]
    header = ["sex", "name"] + [f"births_{FIRST_DECADE + 10 * i}s" for i in range(DECADE_COUNT)]
    write(out / "given_names.csv", header, [[*name, *counts] for name, counts in kept])


def nicknames(path, out):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [(row["canonical"], row["short_form"]) for row in csv.DictReader(file) if row["kind"] != "initials"]
    write(out / "nicknames.csv", ["canonical", "short_form"], sorted(set(rows)))


def family_names(source, out):
    decades = [f"{year}_{year + 9}" for year in range(FIRST_NAME_DECADE, LAST_NAME_DECADE + 1, 10)]
    births, rarest = [], 0
    for row in read(source / "noms_insee_1891_2000.csv.gz"):
        count = sum(int(row[decade]) for decade in decades)
        if row["nom"] == "AUTRES NOMS":
            rarest = count
        elif count > 0:
            births.append((row["nom"], count))
    births.sort(key=lambda item: (-item[1], item[0]))
    write(out / "family_names.csv", ["name", "births"], births[:FAMILY_NAME_COUNT])
    # The rest is given as bands of equally frequent names: how many names, how many births.
    bounds = [FAMILY_NAME_COUNT, 60000, 100000, len(births)]
    bands = [(last - first, sum(count for _, count in births[first:last]))
             for first, last in zip(bounds, bounds[1:])]
    write(out / "family_name_tail.csv", ["names", "births"], bands + [(RAREST_NAMES, rarest)])


def communes(source, out):
    rows = []
    split = {"Paris", "Lyon", "Marseille"}  # replaced by their arrondissements
    for row in read(source / "communes.csv.gz"):
        if not row["population"] or not row["codes_postaux"]:
            continue
        name = row["nom"]
        if row["type"] == "arrondissement-municipal":
            name = name.split(" ")[0]
        elif row["type"] != "commune-actuelle" or name in split:
            continue
        rows.append((name, int(row["population"]), row["codes_postaux"]))
    rows.sort(key=lambda row: (-row[1], row[2]))
    write(out / "communes.csv", ["name", "population", "postcodes"], rows[:COMMUNE_COUNT])


def street_name(words, spelling):
    parts = []
    for word in words:
        if word in ("L", "D") and word != words[-1]:
            parts.append(word.lower() + "'")
        elif word[:2] in ("L'", "D'") and len(word) > 2:
            parts.append(word[:2].lower() + spelling.get(word[2:], word[2:].lower()).capitalize() + " ")
        elif word in SMALL_WORDS and (parts or word not in ("A",)):
            parts.append(SMALL_WORDS[word] + " ")
        else:
            parts.append(spelling.get(word, word.lower()).capitalize() + " ")
    return "".join(parts).strip()


def streets(source, out):
    spelling = {fold(word): word for word in ACCENTED}
    rows = []
    for row in read(source / "voies_frequence.csv.gz"):
        kind = STREET_TYPES.get(row["type_voie"])
        if kind and row["nom_voie"]:
            rows.append((kind, street_name(row["nom_voie"].split(), spelling), int(row["communes"])))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    write(out / "streets.csv", ["type", "name", "communes"], rows[:STREET_COUNT])


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    source, short_forms, out = map(pathlib.Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for step in (given_names, family_names, communes, streets):
        step(source, out)
    nicknames(short_forms, out)


if __name__ == "__main__":
    main()
