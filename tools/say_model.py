#!/usr/bin/env python3
"""Makes the built-in model of a learnt one: says what invented lists do not show.

Usage: tools/say_model.py datasets/models/contacts_fr_learnt.json datasets/models/contacts_fr.json

Learning without labels takes pairs that agree in nearly everything for one person, so that its
classes of different people hardly agree by chance where they also share a name; and the invented
lists are of one size, without names clustered by region. Who asks the service about one pair has
no list to correct that. Each rule below says where its number comes from. Training leans on the
learnt model, not on this one: a list has its own size and chances.
"""

import csv
import json
import math
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REFERENCE = os.path.join(ROOT, "datasets", "reference")

# Classes by place (src/model/training.h).
(SAME, HOUSEHOLD, NAMESAKE, SAME_BIRTH_DATE, SAME_FAMILY_NAME, SAME_STREET, ACCIDENT, TWINS,
 HOMONYMS) = range(9)
CHANCE = (NAMESAKE, SAME_BIRTH_DATE, SAME_FAMILY_NAME, SAME_STREET, ACCIDENT)

# Names are frequent, common, middle and rare by these shares of persons. Pairs of strangers who
# share a name mostly share one of the first, so the first are cut finely.
NAME_PARTS = (1 / 20, 1 / 6, 2 / 5)
EXACT = ("exact_frequent", "exact_common", "exact_middle", "exact_rare")

# Records of the list that a pair of strangers is drawn from, over those that were learnt from
# (200,000): pairs of different people grow with it faster than those of one person.
LIST_SIZE_RATIO = 3.5
# Births of one day among people who bear one given name, whose years of birth lie closer than
# those of others: some 30 years.
SAME_BIRTH_DATE_SHARE = 1 / (365.25 * 30)
# The initial of another given name is the same letter (given_names.csv, by births).
SAME_INITIAL_SHARE = 0.072
# People of one name live in one town more often than others: family names are regional, which
# the invented lists leave out (docs/generate.md).
REGIONAL_NAMES = 2
# Number and street of two towns agree: one in 100,000 for strangers (house numbers one in 50,
# streets one in 2,000); as often for one who has moved, and a little more, as of two towns of one
# name the wrong one may have been put down.
SAME_LINE_ELSEWHERE = 1e-5
# Of what one person's pairs are: 1.6 % of people have a twin, mostly in the same list.
TWINS_FOR_ONE_SAME = 0.015
# Mailboxes and mobiles of their own that twins share, over those that couples do.
TWINS_SHARE_OWN = 0.1
# "Same" from odds of 99 to 1; to be looked at where one pair in three is one person.
SAME_PROBABILITY, REVIEW_PROBABILITY = 0.99, 1 / 3


class Said:
    """A model while rules are applied to it."""

    def __init__(self, model):
        self.model = model
        self.levels = {c["name"]: {l["name"]: l["probability"] for l in c["levels"]}
                       for c in model["comparisons"]}

    def raise_to(self, comparison, least, pair_class):
        """Raises levels of a class to at least these shares; the others make room."""
        levels = self.levels[comparison]
        raised = {name: max(share, levels[name][pair_class]) for name, share in least.items()}
        others = [l for name, l in levels.items() if name not in raised]
        room = (1 - sum(raised.values())) / sum(l[pair_class] for l in others)
        for level in others:
            level[pair_class] *= room
        for name, share in raised.items():
            levels[name][pair_class] = share

    def set_share(self, comparison, level, share, pair_class):
        self.levels[comparison][level][pair_class] = 0
        self.raise_to(comparison, {level: share}, pair_class)

    def part_names(self, comparison, counts, agree_as_one):
        """Parts exact agreement anew by national frequency: by persons in the classes whose
        records bear one name for a reason, by pairs of persons where they do by chance."""
        total = sum(counts)
        by_rarity = [[0.0, 0.0] for _ in range(256)]
        for count in counts:
            if count > 0:
                share = count / total
                rarity = max(1, min(255, math.floor(-8 * math.log2(share) + 0.5)))
                by_rarity[rarity][0] += share
                by_rarity[rarity][1] += share * share
        below, cuts = 0.0, []
        sums = []
        for rarity, (persons, _) in enumerate(by_rarity):
            sums.append(below)
            below += persons
        for part in NAME_PARTS:
            cuts.append(min(range(256), key=lambda r, part=part: abs(sums[r] - part)))
        edges = [0] + cuts + [256]
        parts = [[sum(b[kind] for b in by_rarity[edges[i]:edges[i + 1]]) for i in range(4)]
                 for kind in range(2)]
        for pair_class in range(len(self.model["classes"])):
            weights = parts[0 if pair_class in agree_as_one else 1]
            levels = self.levels[comparison]
            exact = sum(levels[name][pair_class] for name in EXACT)
            for name, weight in zip(EXACT, weights):
                levels[name][pair_class] = exact * weight / sum(weights)
        next(c for c in self.model["comparisons"]
             if c["name"] == comparison)["rarity_cuts"] = cuts

    def write_alike(self, comparison, names, pair_class):
        """Two people of one name write it as differently as one person does."""
        levels = self.levels[comparison]

        def of_one_name(k):
            return 1 - sum(levels[name][k] for name in ("different", "false_friend", "similar")
                           if name in levels)

        ratio = of_one_name(pair_class) / of_one_name(SAME)
        self.raise_to(comparison, {name: levels[name][SAME] * ratio for name in names}, pair_class)

    def scale_shares(self, factors):
        classes = self.model["classes"]
        for pair_class, factor in factors.items():
            classes[pair_class]["share"] *= factor
        total = sum(c["share"] for c in classes)
        for c in classes:
            c["share"] /= total


def column(file, *names):
    with open(os.path.join(REFERENCE, file), encoding="utf-8", newline="") as lines:
        return [sum(float(row[name]) for name in names) for row in csv.DictReader(lines)]


def say(model):
    said = Said(model)
    said.part_names("family_name", column("family_names.csv", "bearers"),
                    (SAME, HOUSEHOLD, TWINS, HOMONYMS))
    said.part_names("given_name", column("given_names.csv", "female", "male"), (SAME, HOMONYMS))
    for pair_class in (NAMESAKE, SAME_BIRTH_DATE, ACCIDENT):
        said.write_alike("given_name", ("initial", "nickname", "close", "subset", "swapped"),
                         pair_class)
    initial = said.levels["given_name"]["initial"][SAME] * SAME_INITIAL_SHARE
    for pair_class in (HOUSEHOLD, SAME_FAMILY_NAME, SAME_STREET):
        said.raise_to("given_name", {"initial": initial}, pair_class)
    said.set_share("given_name", "initial", initial, TWINS)
    for pair_class in (NAMESAKE, SAME_FAMILY_NAME):
        said.write_alike("family_name", ("close", "swapped"), pair_class)

    # Where people live does not depend on whether their given names agree too.
    towns = {name: level[SAME_FAMILY_NAME] for name, level in said.levels["address"].items()
             if name.endswith(("city_half", "city_same")) and not name.startswith("same_street")
             and name not in ("similar_city_half", "similar_large_city_same", "exact_city_half",
                              "exact_large_city_same")}
    said.raise_to("address", towns, ACCIDENT)
    said.raise_to("address", {n: REGIONAL_NAMES * s for n, s in towns.items()}, NAMESAKE)
    for pair_class in (NAMESAKE, ACCIDENT):
        said.raise_to("birth_date", {"exact": SAME_BIRTH_DATE_SHARE}, pair_class)
    said.raise_to("address", {"exact_city_different": SAME_LINE_ELSEWHERE}, SAME)
    for pair_class in (HOUSEHOLD, NAMESAKE, SAME_BIRTH_DATE, SAME_FAMILY_NAME, ACCIDENT):
        said.raise_to("address", {"exact_city_different": SAME_LINE_ELSEWHERE / 2}, pair_class)
    for comparison, names in (("email", ("same", "same_named")), ("phone", ("same_mobile",))):
        for name in names:
            said.set_share(comparison, name, said.levels[comparison][name][TWINS] * TWINS_SHARE_OWN,
                           TWINS)
    # Parent and child do not share the year, and most dates written in part are years.
    said.set_share("birth_date", "partial", 0.002, HOMONYMS)

    said.scale_shares({pair_class: LIST_SIZE_RATIO for pair_class in CHANCE})
    classes = model["classes"]
    said.scale_shares({TWINS: TWINS_FOR_ONE_SAME * classes[SAME]["share"] / classes[TWINS]["share"]})
    model["same_log_odds"] = model["neutral_log_odds"] = log_odds(SAME_PROBABILITY)
    # No weaker links are kept: of namesakes by the hundred each would cost a live add.
    model["weak_log_odds"] = model["same_log_odds"]
    model["review_log_odds"] = log_odds(REVIEW_PROBABILITY)
    model["notes"] = ["made by tools/say_model.py"]


def log_odds(probability):
    return round(math.log2(probability / (1 - probability)), 2)


def text_of(model):
    """The layout that doublon writes: a level, a class and a recipe a line."""
    def lines(items, indent):
        return "[\n" + ",\n".join(indent + json.dumps(item) for item in items) + "]"

    def comparison(item):
        head = json.dumps({k: v for k, v in item.items() if k != "levels"})[:-1]
        return "    " + head + ', "levels": ' + lines(item["levels"], "      ") + "}"

    parts = []
    for key, value in model.items():
        if key == "comparisons":
            text = "[\n" + ",\n".join(comparison(item) for item in value) + "]"
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            text = lines(value, "    ")
        else:
            text = json.dumps(value)
        parts.append("  " + json.dumps(key) + ": " + text)
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        model = json.load(file)
    say(model)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(text_of(model))


if __name__ == "__main__":
    main()
