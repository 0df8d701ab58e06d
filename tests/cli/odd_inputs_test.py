"""Lists that are hardly lists: the run ends well, loses no row and merges nothing without evidence."""
import csv
import random
import unittest

import doublon_process

HEADER = ["prenom", "nom", "date_naissance", "email", "code_postal", "ville"]
PERSON = ["Jean", "Dupont", "03/04/1950", "jd@exemple.fr", "69003", "Lyon"]


def word(rng):
    return "".join(rng.choice("bcdfgklmnprstv") + rng.choice("aeiou") for _ in range(3))


class OddInputsTest(doublon_process.DoublonTest):
    def groups(self, header, rows):
        """Sizes of the entities of more than one row."""
        with open(self.path("list.csv"), "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header] + rows)
        done = self.doublon("dedupe", "list.csv", "--out", "out.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        sizes = {}
        entities = self.entities("out.csv")
        self.assertEqual(len(entities), len(rows))
        for entity in entities:
            sizes[entity[2]] = sizes.get(entity[2], 0) + 1
        return sorted(size for size in sizes.values() if size > 1)

    def test_all_rows_equal_are_one(self):
        self.assertEqual(self.groups(HEADER, [PERSON] * 700), [700])

    def test_all_rows_distinct_stay_apart(self):
        rng = random.Random(1)
        rows = [[word(rng), word(rng) + word(rng), "%02d/%02d/%d" % (
            rng.randint(1, 28), rng.randint(1, 12), rng.randint(1940, 2000)),
            "m%d@exemple.fr" % i, "%05d" % rng.randint(1000, 95999), word(rng)]
            for i in range(1500)]
        self.assertLessEqual(len(self.groups(HEADER, rows)), 2)

    def test_one_column_of_names_tells_nobody(self):
        rng = random.Random(2)
        names = [word(rng) for _ in range(300)]
        self.assertEqual(self.groups(["nom"], [[rng.choice(names)] for _ in range(800)]), [])

    def test_two_hundred_columns(self):
        rng = random.Random(3)
        rows = [[word(rng) for _ in range(200)] for _ in range(200)]
        self.assertEqual(self.groups(["c%d" % c for c in range(200)], rows), [])

    def test_all_cells_missing(self):
        self.assertEqual(self.groups(HEADER, [[""] * 6] * 200), [])

    def test_one_value_in_nine_rows_of_ten_is_no_evidence(self):
        rng = random.Random(4)

        def mostly(value, other):
            return value if rng.random() < .9 else other

        rows = [[mostly("Jean", word(rng)), mostly("Dupont", word(rng)), mostly(
            "01/02/1960", "%02d/05/%d" % (rng.randint(1, 28), rng.randint(1940, 2000))), "",
            "69003", "Lyon"] for _ in range(800)]
        self.assertLess(sum(self.groups(HEADER, rows)), 80)

    def test_two_rows_of_one_person(self):
        self.assertEqual(self.groups(HEADER, [PERSON, PERSON]), [2])

    def test_two_rows_of_two_persons(self):
        other = ["Anne", "Martin", "05/06/1970", "am@exemple.fr", "14000", "Caen"]
        self.assertEqual(self.groups(HEADER, [PERSON, other]), [])

    def test_one_row_and_none(self):
        self.assertEqual(self.groups(HEADER, [PERSON]), [])
        self.assertEqual(self.groups(HEADER, []), [])


if __name__ == "__main__":
    unittest.main()
