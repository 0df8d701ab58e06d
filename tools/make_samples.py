#!/usr/bin/env python3
"""Writes datasets/samples: four lists of invented persons, their truth and the cases to check.

Usage: tools/make_samples.py [--out DIR]      (default: datasets/samples beside this script)

The persons that matter are written by hand in sample_persons.py. The rest of each list is people
who came once, or twice under nearly the same name, drawn here from short lists with a generator of
our own, so that the bytes are the same on every machine and every version of Python.
"""
import argparse
import csv
import io
import json
import os

import sample_persons as hand

ROW_COUNT = {"primary_voters": 220, "donors": 120, "petition": 150, "web_form": 100}
LISTS = tuple(ROW_COUNT)

GIVEN = [  # name, sex, first and last year of birth in which it is plausible
    ("Alain", "M", 1938, 1965), ("Monique", "F", 1932, 1955), ("Françoise", "F", 1938, 1960),
    ("Daniel", "M", 1938, 1968), ("Nathalie", "F", 1960, 1976), ("Stéphane", "M", 1962, 1980),
    ("Valérie", "F", 1962, 1978), ("Laurent", "M", 1960, 1978), ("Céline", "F", 1972, 1988),
    ("Julien", "M", 1976, 1992), ("Aurélie", "F", 1978, 1992), ("Benoît", "M", 1968, 1990),
    ("Camille", "F", 1985, 2004), ("Hugo", "M", 1992, 2005), ("Manon", "F", 1990, 2004),
    ("Lucas", "M", 1994, 2005), ("Chloé", "F", 1990, 2005), ("Antoine", "M", 1976, 2002),
    ("Pauline", "F", 1982, 2000), ("Guillaume", "M", 1972, 1994), ("Martine", "F", 1942, 1964),
    ("Philippe", "M", 1945, 1972), ("Sylvie", "F", 1952, 1970), ("Pascal", "M", 1954, 1972),
    ("Véronique", "F", 1955, 1972), ("Thierry", "M", 1955, 1972), ("Corinne", "F", 1956, 1974),
    ("Bruno", "M", 1955, 1975), ("Annie", "F", 1940, 1962), ("Serge", "M", 1936, 1964),
    ("Colette", "F", 1930, 1952), ("Roger", "M", 1928, 1950), ("Ginette", "F", 1928, 1948),
    ("Marcel", "M", 1926, 1948), ("Karine", "F", 1968, 1982), ("Cédric", "M", 1972, 1988),
    ("Sandrine", "F", 1966, 1982), ("Jérôme", "M", 1966, 1986), ("Émilie", "F", 1976, 1992),
    ("Romain", "M", 1980, 1998), ("Inès", "F", 1994, 2005), ("Mehdi", "M", 1978, 2002),
    ("Yasmine", "F", 1982, 2004), ("Rachid", "M", 1955, 1980), ("Fatima", "F", 1955, 1985),
    ("Solène", "F", 1982, 2002), ("Gaël", "M", 1974, 1998), ("Anne-Marie", "F", 1942, 1966),
    ("Jean-Claude", "M", 1938, 1962), ("Marie-France", "F", 1942, 1964),
    ("Jean-Luc", "M", 1950, 1970),
]
FAMILY = """Robert Richard Laurent Michel Lefèvre David Bertrand Roux Vincent Morin Nicolas Mathieu Clément
Gauthier Dumont Lopez Fontaine Chevallier Sanchez Gérard Dufour Brunet Meyer Blanchard Leclerc Lemoine
Marchand Meunier Rolland Noël Hubert Rivière Brun Gaillard Aubert Olivier Giraud Vasseur Boyer Lacroix Prévost
Besson Huet Benoit Pasquier Mallet Hervé Poulain Cordier Maillard Payet Delmas Bouvier Charpentier Perrot Tessier
Reynaud Guyot Bailly Julien Collet Weber Langlois Leblanc Barthélemy Le Goff Le Bihan Rault Bazin Texier Joubert
Da Silva Rodrigues Pereira Traoré Keïta Cissé Bouchard Hamel Masson Chauvin Humbert Lebrun Fleury Delattre
Vandenberghe Deschamps Schneider Klein Wagner Kowalski Nowak Rossi Ferrari Benhamou Zidane Cherif Saïdi Pham Tran""".split()
STREETS = [
    "rue Victor Hugo", "rue de la République", "avenue du Général Leclerc", "boulevard Voltaire",
    "rue des Écoles", "rue Pasteur", "allée des Tilleuls", "impasse des Acacias",
    "place de la Mairie",
    "chemin des Vignes", "rue du Moulin", "rue Émile Zola", "quai de la Loire", "rue Saint-Michel",
    "rue Jules Ferry", "avenue de la Libération", "rue des Peupliers", "cours Gambetta",
    "rue du Château",
    "route de Paris", "rue Louise Michel", "square des Marronniers", "rue de l'Abbaye", "rue Haute",
]
STREET_SHORT = [("avenue ", "av. "), ("boulevard ", "bd "), ("rue ", "r. "), ("allée ", "all. "),
                ("impasse ", "imp. "), ("place ", "pl. "), ("chemin ", "ch. ")]
TOWNS = [
    ("75011", "Paris"), ("75018", "Paris"), ("69007", "Lyon"), ("13005", "Marseille"),
    ("31000", "Toulouse"),
    ("33000", "Bordeaux"), ("44100", "Nantes"), ("59000", "Lille"), ("67000", "Strasbourg"),
    ("35000", "Rennes"), ("34000", "Montpellier"), ("06000", "Nice"), ("76000", "Rouen"),
    ("21000", "Dijon"),
    ("63000", "Clermont-Ferrand"), ("86000", "Poitiers"), ("29000", "Quimper"),
    ("25000", "Besançon"),
    ("94200", "Ivry-sur-Seine"), ("93200", "Saint-Denis"), ("07000", "Privas"), ("12000", "Rodez"),
]
PROVIDERS = ["orange.fr", "gmail.com", "free.fr", "wanadoo.fr", "hotmail.fr", "laposte.net",
             "sfr.fr",
             "yahoo.fr", "gmail.com", "outlook.fr", "gmail.com"]
UNFOLD = str.maketrans("àâäçéèêëîïôöùûüÿÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "aaaceeeeiioouuuyAAACEEEEIIOOUUU")


class Draws:
    """A 64-bit linear congruential generator (Knuth's MMIX constants); the high bits are used."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % count

    def chance(self, percent):
        return self.below(100) < percent

    def choice(self, values):
        return values[self.below(len(values))]

    def shuffle(self, values):
        for i in range(len(values) - 1, 0, -1):
            j = self.below(i + 1)
            values[i], values[j] = values[j], values[i]


def family_names():
    """Joins the particles that split() took off (Le Goff, Da Silva)."""
    names, waiting = [], ""
    for token in FAMILY:
        if token in ("Le", "Da"):
            waiting = token + " "
        else:
            names.append(waiting + token)
            waiting = ""
    return names


class Person:
    """Somebody who fills the lists; nobody else has this full name or this mailbox (`taken` holds
    both)."""

    def __init__(self, draws, number, taken):
        self.key = "filler-%03d" % number
        while True:
            self.given, self.sex, first, last = draws.choice(GIVEN)
            self.family = draws.choice(family_names())
            if (self.given, self.family) not in taken and self.given != self.family:
                break
        taken.add((self.given, self.family))
        self.born = (first + draws.below(last - first), 1 + draws.below(12), 1 + draws.below(28))
        self.street = "%d %s" % (1 + draws.below(140), draws.choice(STREETS))
        self.postcode, self.town = draws.choice(TOWNS)
        given = self.given.translate(UNFOLD).lower()
        family = self.family.translate(UNFOLD).lower().replace(" ", "")
        form = draws.below(4)
        local = ("%s.%s.exemple" % (given, family), "%s.%s.exemple" % (given[0], family),
                 "%s%02d.%s.exemple" % (given, self.born[0] % 100, family),
                 "%s.%s.exemple" % (family, given))[form]
        provider = draws.choice(PROVIDERS)
        # Nobody gets the mailbox of somebody else; Orange's two domains are one.
        mailbox = (local, provider.replace("wanadoo.fr", "orange.fr"))
        if mailbox in taken:
            local = local.replace(".exemple", "%d.exemple" % self.born[0])
        taken.add(mailbox)
        self.mail = "%s@%s" % (local, provider)
        # 06 00 05 to 06 00 09 and 01 99 00 50 to 99: apart from those of the persons written by
        # hand.
        self.mobile = "06000%d%04d" % (5 + number % 5, 1000 + 7 * number)
        self.landline = "019900%02d%02d" % (50 + number // 100, number % 100)


def spaced(phone):
    return " ".join(phone[i:i + 2] for i in range(0, len(phone), 2))


def misread(text, draws):
    """One confusion of handwriting read by machine, where the text has a place for it."""
    pairs = [("l", "1"), ("rn", "m"), ("O", "0"), ("a", "o"), ("I", "l"), ("u", "n")]
    draws.shuffle(pairs)
    for right, read in pairs:
        at = text.find(right, 1)
        if at > 0:
            return text[:at] + read + text[at + len(right):]
    return text


def shortened(street, draws):
    for long_form, short_form in STREET_SHORT:
        if long_form in street and draws.chance(40):
            return street.replace(long_form, short_form, 1)
    return street


def voter_row(person, draws, repeated):
    """A ballot: name in one cell; one ballot in six is misread somewhere, many leave cells
    empty."""
    name = "%s %s" % (person.family.upper(), person.given)
    mail = person.mail if repeated or draws.chance(60) else ""
    phone = spaced(person.mobile) if draws.chance(45) else ""
    if draws.chance(16):
        name = misread(name, draws)
    elif draws.chance(8):
        mail = misread(mail, draws)
    born = "%02d/%02d/%d" % person.born[::-1]
    street = shortened(person.street, draws) if repeated or draws.chance(85) else ""
    return [name, born if draws.chance(92) else "", street, person.postcode,
            person.town.translate(UNFOLD).upper().replace("-", " "), mail, phone]


def donor_row(person, draws, repeated):
    title = ("M." if person.sex == "M" else "Mme") if draws.chance(80) else ""
    born = "%02d/%02d/%d" % person.born[::-1] if repeated or draws.chance(50) else ""
    return [title, person.given, person.family, born, shortened(person.street, draws),
            person.postcode,
            person.town, person.mail if repeated or draws.chance(80) else "",
            spaced(person.mobile) if draws.chance(50) else "",
            spaced(person.landline) if draws.chance(25) else ""]


def petition_row(person, draws, _repeated):
    given, family = person.given, person.family
    if draws.chance(12):  # mojibake: UTF-8 read as Windows-1252
        given = given.encode("utf-8").decode("cp1252", "replace")
    if draws.chance(15):
        given, family = given.lower(), family.lower()
    return [given, family, person.postcode, person.town, person.mail]


def form_row(person, draws, _repeated):
    mails = [person.mail]
    if draws.chance(20):
        mails.append("%s.travail.exemple@%s" % (person.mail.split("@")[0].replace(".exemple", ""),
                                                draws.choice(PROVIDERS)))
    phone = "+33" + person.mobile[1:] if draws.chance(50) else ""
    return [person.given, person.family, mails, phone, person.postcode, person.town,
            "%d-%02d-%02d" % person.born if draws.chance(60) else ""]


FILLERS = {"primary_voters": voter_row, "donors": donor_row, "petition": petition_row,
           "web_form": form_row}


def fill(rows, draws):
    """Adds people to each list until it has its size; one in eight comes in two lists."""
    taken, number = set(), 0
    while any(len(rows[name]) < ROW_COUNT[name] for name in LISTS):
        open_lists = [name for name in LISTS if len(rows[name]) < ROW_COUNT[name]]
        person = Person(draws, number, taken)
        number += 1
        chosen = [draws.choice(open_lists)]
        second = draws.choice(open_lists)
        repeated = draws.chance(13) and second != chosen[0]
        if repeated:
            chosen.append(second)
        for name in chosen:
            label = "%s-%s" % (person.key, name)
            rows[name].append((label, person.key, FILLERS[name](person, draws, repeated)))


def write_file(path, data):
    with open(path, "wb") as out:
        out.write(data)


def csv_bytes(header, rows, encoding, delimiter=",", line_end="\n"):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def row_ids(name, count, draws):
    """Ids as the four systems would give them: they say nothing about who is who."""
    if name == "petition":
        return [str(i + 1) for i in range(count)]  # no id column: the row number
    if name == "web_form":
        return ["w%04d" % (4100 + 3 * i) for i in range(count)]
    if name == "donors":
        ids = ["D-%05d" % (10000 + 37 * i) for i in range(count)]
        draws.shuffle(ids)
        return ids
    return ["%d" % (700001 + i) for i in range(count)]


def list_bytes(name, rows, ids, draws):
    if name == "primary_voters":
        header = ["id", "Bureau", "NOM Prénom", "Né(e) le", "Adresse", "CP", "Commune", "Courriel",
                  "Téléphone"]
        body = [[i, "B%03d" % (1 + draws.below(40))] + row for i, row in zip(ids, rows)]
        return csv_bytes(header, body, "cp1252", ";", "\r\n")
    if name == "donors":
        header = ["record_id", "Salutation", "First Name", "Last Name", "Date of Birth",
                  "Street Address",
                  "Zip Code", "City", "Email", "Mobile", "Home Phone", "Amount", "Donation Date"]
        body = [[i] + row + ["%d.00" % draws.choice([10, 15, 20, 30, 50, 50, 100, 150]),
                             "%02d/%02d/2025" % (1 + draws.below(28), 1 + draws.below(12))]
                for i, row in zip(ids, rows)]
        return csv_bytes(header, body, "utf-8-sig")
    if name == "petition":
        header = ["Prénom", "Nom", "Code postal", "Ville", "E-mail", "Signé le"]
        body = [row + ["2025-%02d-%02d" % (1 + draws.below(12), 1 + draws.below(28))]
                for row in rows]
        return csv_bytes(header, body, "utf-8", "\t")
    lines = []
    for i, (first, last, mails, phone, postcode, town, born) in zip(ids, rows):
        record = {"id": i, "prenom": first, "nom": last, "email": mails, "telephone": phone,
                  "code_postal": postcode, "ville": town, "date_naissance": born,
                  "submitted_at": "2025-%02d-%02dT%02d:%02d:00Z" % (
                      1 + draws.below(12), 1 + draws.below(28), draws.below(24), draws.below(60))}
        record = {key: value for key, value in record.items() if value not in ("", [])}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines).encode("utf-8")


def main():
    parser = argparse.ArgumentParser(description="writes the sample lists of invented persons")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--out", default=os.path.join(here, "..", "datasets", "samples"))
    out = parser.parse_args().out
    os.makedirs(out, exist_ok=True)

    draws = Draws(20251116)
    rows = {name: list(hand.ROWS[name]) for name in LISTS}
    fill(rows, draws)
    place, truth, persons = {}, [], {}
    suffix = {"primary_voters": ".csv", "donors": ".csv", "petition": ".tsv", "web_form": ".ndjson"}
    for name in LISTS:
        draws.shuffle(rows[name])
        ids = row_ids(name, len(rows[name]), draws)
        for row_id, (label, person, _) in zip(ids, rows[name]):
            assert label not in place, label
            place[label] = (name, row_id)
            persons.setdefault(person, "p%03d" % (len(persons) + 1))
            truth.append([name, row_id, persons[person]])
        data = list_bytes(name, [row for _, _, row in rows[name]], ids, draws)
        write_file(os.path.join(out, name + suffix[name]), data)
    write_file(os.path.join(out, "truth.csv"),
               csv_bytes(["source", "id", "entity"], truth, "utf-8"))
    cases = [[case, *place[a], *place[b], must, must_not, why]
             for case, a, b, must, must_not, why in hand.CASES]
    header = ["case", "source_a", "id_a", "source_b", "id_b", "must_merge", "must_not_merge", "why"]
    write_file(os.path.join(out, "cases.csv"), csv_bytes(header, cases, "utf-8"))


if __name__ == "__main__":
    main()
