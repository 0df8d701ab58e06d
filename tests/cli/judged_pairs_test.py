"""Pairs that people judged: kept together or apart (--decisions), learnt from (--labels), measured
(evaluate --labels); models made by train; households beside entities."""
import csv
import json
import os
import unittest

import doublon_process

LISTS = os.path.join(doublon_process.ROOT, "datasets", "samples")
VOTERS, DONORS = (os.path.join(LISTS, name) for name in ("primary_voters.csv", "donors.csv"))
HEADER = "source_a,id_a,source_b,id_b,decision\n"


class JudgedPairsTest(doublon_process.DoublonTest):
    def entity_of(self, name="out.csv"):
        return {(source, row_id): entity for source, row_id, entity, _ in self.entities(name)}

    def run_dedupe(self, *options):
        done = self.doublon("dedupe", VOTERS, DONORS, "--out", "out.csv", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.entity_of()

    def a_pair_and_two_alone(self):
        """Two rows that a run takes for one person, and two that it takes for two."""
        rows = {}
        for row, entity in self.run_dedupe().items():
            rows.setdefault(entity, []).append(row)
        pair = next(group for group in rows.values() if len(group) == 2)
        return pair, [group[0] for group in rows.values() if len(group) == 1][:2]

    def test_decisions_keep_pairs_together_and_apart(self):
        pair, alone = self.a_pair_and_two_alone()
        self.write("decisions.csv", (HEADER + "%s,%s,%s,%s,different\n" % (*pair[0], *pair[1]) +
                                     "%s,%s,%s,%s,same\n" % (*alone[0], *alone[1])).encode())
        decided = self.run_dedupe("--decisions", "decisions.csv")
        self.assertNotEqual(decided[pair[0]], decided[pair[1]])
        self.assertEqual(decided[alone[0]], decided[alone[1]])

    def test_a_decision_about_nobody_is_an_error(self):
        self.write("decisions.csv", (HEADER + "donors,nobody,donors,D-10962,same\n").encode())
        done = self.doublon("dedupe", VOTERS, DONORS, "--decisions", "decisions.csv")
        self.assertEqual(done.returncode, 2)
        self.assertIn("decisions.csv:2: no record with id", done.stderr)

    def test_a_pair_called_both_is_an_error(self):
        self.write("decisions.csv",
                   (HEADER + "donors,a,donors,b,same\ndonors,b,donors,a,no\n").encode())
        done = self.doublon("dedupe", VOTERS, DONORS, "--decisions", "decisions.csv")
        self.assertEqual(done.returncode, 2)
        self.assertIn("decisions.csv:3: this pair is called same and different", done.stderr)

    def test_labels_are_measured(self):
        pair, alone = self.a_pair_and_two_alone()
        self.write("labels.csv", (HEADER + "%s,%s,%s,%s,1\n" % (*pair[0], *pair[1]) +
                                  "%s,%s,%s,%s,1\n" % (*alone[0], *alone[1])).encode())
        done = self.doublon("evaluate", "out.csv", "--labels", "labels.csv", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual((told["same_together"], told["same_apart"], told["precision"],
                          told["recall"]), (1, 1, 1, .5))

    def test_a_trained_model_gives_what_learning_gives(self):
        learnt = self.run_dedupe()
        done = self.doublon("train", VOTERS, DONORS, "--model-out", "model.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.run_dedupe("--model", "model.json"), learnt)

    def test_labels_change_what_is_learnt_and_are_named(self):
        with open(DONORS, encoding="utf-8", newline="") as file:
            ids = [list(row.values())[0] for row in csv.DictReader(file)]
        self.write("labels.csv",
                   (HEADER + "donors,%s,donors,%s,different\n" % (ids[0], ids[1])).encode())
        done = self.doublon("train", VOTERS, DONORS, "--model-out", "model.json", "--labels",
                            "labels.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 judged pairs were learnt from", done.stderr)

    def test_households_hold_entities_whole(self):
        done = self.doublon("dedupe", VOTERS, DONORS, "--out", "out.csv", "--households")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("out.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        homes = {}
        for row in rows:
            homes.setdefault(row["entity_id"], set()).add(row["household_id"])
        self.assertTrue(all(len(of_entity) == 1 for of_entity in homes.values()))
        self.assertLess(len({row["household_id"] for row in rows}), len(homes))


if __name__ == "__main__":
    unittest.main()
