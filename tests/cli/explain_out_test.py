"""dedupe --explain-out: a line for each merged pair, which adds up and agrees with the entities."""
import json
import math
import os
import unittest

import doublon_process
from samples_test import LISTS

MEMBERS = {"source_a", "id_a", "source_b", "id_b", "entity_id", "comparisons", "prior", "total",
           "probability", "sentence", "sentence_fr"}


class ExplainOutTest(doublon_process.DoublonTest):
    def explained(self, *arguments, command="dedupe"):
        done = self.doublon(command, *arguments, "--out", "out.csv", "--explain-out", "why.ndjson")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("why.ndjson"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def check(self, lines):
        entities = {(source, row_id): (entity, float(probability))
                    for source, row_id, entity, probability in self.entities()}
        tied = set()
        for line in lines:
            self.assertEqual(set(line), MEMBERS)
            a, b = (line["source_a"], line["id_a"]), (line["source_b"], line["id_b"])
            self.assertEqual(entities[a][0], entities[b][0])
            self.assertEqual(str(line["entity_id"]), entities[a][0])
            tied |= {a, b}
            weights = sum(comparison["weight"] for comparison in line["comparisons"])
            self.assertAlmostEqual(line["prior"] + weights, line["total"], delta=0.01)
            self.assertAlmostEqual(line["probability"], 1 / (1 + 2 ** -line["total"]), delta=1e-4)
            for comparison in line["comparisons"]:
                self.assertLessEqual({"name", "level", "weight", "a", "b"}, set(comparison))
                self.assertTrue(math.isfinite(comparison["weight"]))
            self.assertRegex(line["sentence"], r"^Probability of one person: .* %\. For: ")
            self.assertRegex(line["sentence_fr"], r"^Probabilité d'une même personne : (plus de )?\d+,\d %\. Pour : ")
        # Whoever is in an entity of two or more is tied to it by a pair.
        sizes = {}
        for entity, _ in entities.values():
            sizes[entity] = sizes.get(entity, 0) + 1
        self.assertEqual(tied, {row for row, (entity, _) in entities.items() if sizes[entity] > 1})
        order = list(entities)
        places = [(order.index((line["source_a"], line["id_a"])), order.index((line["source_b"], line["id_b"])))
                  for line in lines]
        self.assertEqual(places, sorted(set(places)))

    def test_the_samples(self):
        lines = self.explained(*LISTS)
        self.assertGreater(len(lines), 50)
        self.check(lines)

    def test_link_explains_pairs_across_files_only(self):
        lines = self.explained(*LISTS[:2], command="link")
        self.check(lines)
        self.assertEqual({(line["source_a"], line["source_b"]) for line in lines},
                         {("primary_voters", "donors")})

    def test_any_number_of_threads_gives_the_same_bytes(self):
        found = set()
        for threads in ("1", "3"):
            self.explained(*LISTS, "--threads", threads)
            with open(self.path("why.ndjson"), "rb") as file:
                found.add(file.read())
        self.assertEqual(len(found), 1)

    def test_nothing_merged_is_an_empty_file(self):
        self.write("people.csv", "id,prenom,nom\n1,Jeanne,Kerdoncuff\n2,Luc,Petit\n")
        self.assertEqual(self.explained("people.csv"), [])

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_is_an_error(self):
        done = self.doublon("dedupe", *LISTS, "--out", "out.csv", "--explain-out", "/dev/full")
        self.assertEqual(done.returncode, 3)
        self.assertIn("/dev/full", done.stderr)


if __name__ == "__main__":
    unittest.main()
