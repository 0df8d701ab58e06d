#!/usr/bin/env python3
"""Reduces the collected reference lists to the data built into doublon.

usage: tools/reduce_reference.py SHARED_FOLDER [OUTPUT_FOLDER]

SHARED_FOLDER holds `reference/` and `datasets/` as collected; OUTPUT_FOLDER is datasets/reference by default.
The output is sorted, plain UTF-8 with LF, so that a new version of a source shows as a readable diff. Files that
are written by hand (datasets/reference/README.md names them) are left alone. Only sources under Licence Ouverte,
MIT, Apache-2.0 and CC0 are read; NOTICE names them.
"""
import collections
import csv
import gzip
import pathlib
import re
import sys
import unicodedata

GIVEN_BIRTHS_MIN = 20
FAMILY_BEARERS_MIN = 100
UNISEX_SHARE_MIN = 0.05
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"})
# Street types of English-speaking countries that are kept from libpostal's list: those an address may end with.
ENGLISH_STREET_TYPES = """alley approach arcade avenue bend boulevard bridge brook bypass causeway center centre
chase circle circuit close common concourse copse corner court courts cove crescent crest cross crossing dale dell
drive edge end entrance esplanade estate expressway extension fairway field flat ford forest fork freeway gardens
gate glade glen green grove harbor heights highway hill hills hollow island junction key knoll lake landing lane
link lookout loop mall manor meadow mews mill motorway mount nook oval parade park parkway pass path pathway pike
place plain plaza point port promenade quadrant quay ramp ranch reserve ridge rise river road route row run shore
square station strand street summit terrace throughway trace track trail turn turnpike vale valley view village
villas vista walk walkway way woods yard""".split()


def fold(text):
    text = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def end_spellings(name):
    """The spellings of an English name that ends like Billy: -y, -ie, -ey, -i, -ee."""
    found = re.fullmatch(r"(.{2,}[^aeiouy])(y|ie|ey|i|ee)", name)
    return {found[1] + end for end in ("y", "ie", "ey", "i", "ee")} if found else set()


class Reducer:
    def __init__(self, shared, out):
        self.reference = shared / "reference"
        self.datasets = shared / "datasets"
        self.out = out

    def rows(self, name):
        with open(self.reference / name, encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def dataset(self, name, delimiter=","):
        path = self.datasets / name
        opener = gzip.open if name.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter=delimiter, skipinitialspace=True)

    def write(self, name, header, rows):
        with open(self.out / name, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)

    def write_lines(self, name, lines):
        (self.out / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def given_names(self):
        births = collections.defaultdict(lambda: [0, 0])
        written = collections.defaultdict(collections.Counter)
        for row in self.dataset("ref_fr/prenoms_insee_1900_2021.csv.gz"):
            name, count = row["prenom"], int(row["nombre"])
            key = fold(name.replace("'", "").replace("’", ""))
            if not key or key == "rares":
                continue
            births[key][row["sexe"] == "M"] += count
            written[key][name] += count
        rows = [
            (key, written[key].most_common(1)[0][0], female, male)
            for key, (female, male) in births.items()
            if female + male >= GIVEN_BIRTHS_MIN
        ]
        self.write("given_names.csv", ["folded", "written", "female", "male"], sorted(rows))

    def family_names(self):
        rows = []
        for row in self.dataset("ref_fr/noms_insee_1891_2000.csv.gz"):
            name = row.pop("nom")
            bearers = sum(map(int, row.values()))
            if name != "AUTRES NOMS" and bearers >= FAMILY_BEARERS_MIN:
                rows.append((name, bearers))
        self.write("family_names.csv", ["name", "bearers"], sorted(rows))

    def communes(self):
        def whole(name):
            return re.sub(r" \d+er? Arrondissement$", "", name)

        population, chief = {}, {}
        for row in self.dataset("ref_fr/communes.csv.gz"):
            if row["type"] in ("commune-actuelle", "arrondissement-municipal"):
                for code in row["codes_postaux"].split("|"):
                    population[(code, whole(row["nom"]))] = row["population"] or "0"
            chief[row["code_insee"]] = (row["nom"], row["type"], row["chef_lieu"])
        postcodes = collections.defaultdict(set)
        for row in self.dataset("ref_fr/codes_postaux.csv.gz"):
            code = row["code_postal"]
            postcodes[row["code_insee"]].add(code)
            population.setdefault((code, whole(row["nom_commune"])), "0")
            label = fold(re.sub(r"\d+$", "", row["libelle_acheminement"]))
            if label != fold(row["nom_commune"]):
                population.setdefault((code, label.upper()), "0")
        for name, kind, head in chief.values():
            if kind in ("commune-deleguee", "commune-associee"):
                for code in postcodes[head]:
                    population.setdefault((code, name), "0")
        population = {key: count for key, count in population.items() if key[0]}
        self.write("communes.csv", ["postcode", "name", "population"],
                   sorted((code, name, count) for (code, name), count in population.items()))

    def copy(self, source, target, columns, renamed=None, keep=lambda row: True):
        rows = [[row[c] for c in columns] for row in self.rows(source) if keep(row)]
        self.write(target, renamed or columns, rows)

    def street_types(self):
        rows = []
        for row in self.rows("address_street_types.csv"):
            language = row["note"] if row["note"] in ("en", "nl", "de/nl", "de", "es", "pt", "it") else "fr"
            if row["canonical"] in ("STREET", "ROAD", "LANE"):
                continue  # the English list below has them
            rows.append((row["variant"], row["canonical"].lower(), language, row["ambiguous"]))
        wanted = set(ENGLISH_STREET_TYPES)
        source = self.datasets / "ref_libpostal/en/street_types.txt"
        for line in source.read_text(encoding="utf-8").splitlines():
            variants = line.strip().split("|")
            if variants[0] in wanted:
                rows += [(variant, variants[0], "en", "0") for variant in variants]
        self.write("street_types.csv", ["variant", "canonical", "language", "ambiguous"], rows)

    def email(self):
        self.copy("email_provider_rules.csv", "email_provider_rules.csv",
                  ["domain", "relation", "mailbox_group", "dots", "plus_tag", "status"])
        # A typed domain that is somebody's own mail domain is kept; any other is taken for the domain that was meant.
        rows = []
        for row in self.rows("email_typo_domains.csv"):
            own = re.search(r"corporate|real domain|real Microsoft|real company", row["note"])
            rows.append((row["typed"], row["meant"], "keep" if own else row["use"]))
        self.write("email_typo_domains.csv", ["typed", "meant", "use"], sorted(rows))
        self.copy("email_role_localparts.csv", "email_role_localparts.csv", ["local_part", "kind"])
        lines = (self.reference / "email_disposable_domains.txt").read_text(encoding="utf-8").split()
        self.write_lines("email_disposable_domains.txt", sorted(set(lines)))

    def birth_dates(self):
        rows = []
        for row in self.rows("birth_date_suspects.csv"):
            pattern, kind = row["pattern"], row["kind"]
            if kind == "partial" or pattern == "15/*/*":
                continue  # partial dates are read as such; one day in thirty is too many to doubt
            year = pattern.rsplit("/", 1)[1]
            possible = kind == "presumed" or (kind == "epoch" and year.isdigit() and 1950 <= int(year) <= 2030)
            rows.append((pattern, "suspect" if possible else "missing"))
        self.write("birth_date_suspects.csv", ["pattern", "treatment"], rows)

    def particles(self):
        # Saint is written apart in canonical names; al and mc are spellings of el and mac. Of two rows of one
        # particle the first decides, and neither a conjunction nor a Vietnamese middle name is a particle.
        rows = {}
        for row in self.rows("name_particles.csv"):
            particle = fold(row["particle"])
            if row["form"] in ("conjunction", "middle") or particle in rows:
                if row["form"] == "middle":
                    rows[f"middle {particle}"] = (particle, particle, row["lang"], "middle")
                continue
            use = "glued" if row["glue_for_key"] == "1" and particle not in ("saint", "sainte") else "separate"
            rows[particle] = (particle, {"al": "el", "mc": "mac"}.get(particle, particle), row["lang"], use)
        for row in self.rows("name_particles.csv"):
            particle = fold(row["particle"])
            if row["lang"] == "pt" and particle in rows:
                spelled = rows[particle]
                rows[particle] = (*spelled[:2], "pt", spelled[3])
        self.write("name_particles.csv", ["particle", "spelling", "language", "use"], sorted(rows.values()))

    def relations(self):
        self.copy("given_name_false_friends.csv", "given_name_false_friends.csv", ["name_a", "name_b"])
        self.copy("given_name_variants.csv", "given_name_variants.csv", ["group", "name"])
        self.copy("given_name_equivalents.csv", "given_name_equivalents.csv", ["group", "name"])
        self.copy("nicknames_fr.csv", "nicknames_fr.csv", ["canonical", "short_form", "kind"])
        listed = [(row["name1"], row["name2"]) for row in self.dataset("ref_names_en/nicknames.csv")]
        borne = {name for name, _ in self.us_given_names()}
        # The list has robby and not robbie: a short form counts in each spelling of its end that is borne.
        pairs = {tuple(sorted((name, spelled))) for name, short_form in listed
                 for spelled in {short_form, *(end_spellings(short_form) & borne)}}
        self.write("nicknames_en.csv", ["name_a", "name_b"], sorted(p for p in pairs if p[0] != p[1]))

    def us_given_names(self):
        rows = collections.defaultdict(lambda: [0, 0])
        for sex, name in enumerate(("female", "male")):
            for row in self.dataset(f"ref_names_en/us_{name}-first-names.csv"):
                rows[fold(row["Name"])][sex] += int(row["Count"])
        return rows.items()

    def us_names(self):
        self.write("given_names_us.csv", ["folded", "female", "male"],
                   sorted((name, f, m) for name, (f, m) in self.us_given_names()))
        families = {fold(row["Name"]): int(row["Count"])
                    for row in self.dataset("ref_names_en/us_last-names.csv")}
        self.write("family_names_us.csv", ["name", "bearers"], sorted(families.items()))

    def run(self):
        self.out.mkdir(parents=True, exist_ok=True)
        self.given_names()
        self.family_names()
        self.us_names()
        self.relations()
        self.communes()
        self.copy("city_arrondissements.csv", "city_arrondissements.csv",
                  ["city", "arrondissement", "postcode", "insee_code"])
        self.copy("postcode_prefix_fr.csv", "postcode_prefixes.csv", ["postcode_prefix", "departement"])
        self.street_types()
        # pt stands for pont, point, petit and president alike: no expansion is better than a wrong one.
        self.copy("address_words_fr.csv", "address_words.csv", ["variant", "expands_to", "kind", "ambiguous"],
                  keep=lambda row: row["variant"] != "pt")
        self.email()
        self.copy("phone_patterns.csv", "phone_patterns.csv",
                  ["country", "calling_code", "type", "national_number_pattern", "lengths", "trunk_prefix"])
        self.copy("name_titles.csv", "name_titles.csv", ["title", "lang", "kind", "sex"])
        self.copy("name_markers.csv", "name_markers.csv", ["marker", "meaning"])
        self.particles()
        self.copy("column_headers.csv", "column_headers.csv", ["header", "field"])
        self.birth_dates()


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    default = pathlib.Path(__file__).resolve().parent.parent / "datasets" / "reference"
    Reducer(pathlib.Path(arguments[1]), pathlib.Path(arguments[2]) if len(arguments) == 3 else default).run()


if __name__ == "__main__":
    main(sys.argv)
