"""Tests of tools/say_model.py: the built-in model is what it makes of the learnt one."""

import json
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import say_model  # noqa: E402


def read(name):
    with open(os.path.join(ROOT, "datasets", "models", name), encoding="utf-8") as file:
        return file.read()


class SayModelTest(unittest.TestCase):
    def setUp(self):
        self.model = json.loads(read("contacts_fr_learnt.json"))
        say_model.say(self.model)

    def test_built_in_model_is_made_by_the_script(self):
        self.assertEqual(say_model.text_of(self.model), read("contacts_fr.json"))

    def test_levels_of_each_class_sum_to_one(self):
        for comparison in self.model["comparisons"]:
            for k in range(len(self.model["classes"])):
                total = sum(level["probability"][k] for level in comparison["levels"])
                self.assertAlmostEqual(total, 1, places=5, msg=comparison["name"])

    def test_namesakes_are_born_on_one_day_by_chance(self):
        dates = next(c for c in self.model["comparisons"] if c["name"] == "birth_date")
        exact = next(l for l in dates["levels"] if l["name"] == "exact")
        self.assertGreaterEqual(exact["probability"][say_model.NAMESAKE],
                                say_model.SAME_BIRTH_DATE_SHARE)


if __name__ == "__main__":
    unittest.main()
