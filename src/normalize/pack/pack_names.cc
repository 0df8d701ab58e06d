#include <map>
#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "normalize/family_key.h"
#include "normalize/pack/pack_steps.h"
#include "normalize/reference.h"
#include "text/fold.h"

namespace doublon::normalize::pack {

namespace {

using reference::GivenNameRelation;

std::string FoldGlued(std::string_view text) {
  return text::Fold(text, {.glue_apostrophes = true});
}

std::string FamilyKey(const TableWriter& tables, std::string_view name) {
  const std::string folded = Fold(name);
  std::vector<std::string_view> tokens;
  text::SplitTokens(folded, tokens);
  std::string key;
  AppendFamilyKey(
      tokens,
      [&tables](std::string_view word) {
        const auto [uses, spelling] = tables.Get(TableId::kParticles, word);
        return Particle{uses, spelling == 0 ? word : tables.TextAt(spelling)};
      },
      key);
  return key;
}

void Relate(TableWriter& tables, std::string_view a, std::string_view b,
            GivenNameRelation relation) {
  if (a == b || a.empty() || b.empty()) return;
  const std::string key = fmt::format("{}\x1f{}", std::min(a, b), std::max(a, b));
  const std::uint32_t old = tables.Get(TableId::kGivenRelations, key).first;
  // Near-identical names of opposite sex stay so even where a foreign list calls one a form of the
  // other (Michele is Michel in Italy); only a spelling of the same name is stronger.
  const auto strength = [](std::uint32_t value) {
    const auto false_friend = static_cast<std::uint32_t>(GivenNameRelation::kFalseFriend);
    const auto variant = static_cast<std::uint32_t>(GivenNameRelation::kVariant);
    return value == variant ? 11U : value == false_friend ? 10U : value;
  };
  const auto fresh = static_cast<std::uint32_t>(relation);
  if (strength(fresh) > strength(old)) tables.Put(TableId::kGivenRelations, key, fresh);
}

void RelateGroups(const Sources& sources, TableWriter& tables, const std::string& file,
                  GivenNameRelation relation) {
  const CsvRows rows = sources.Open(file);
  std::map<std::string, std::vector<std::string>, std::less<>> groups;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    groups[std::string(rows.at(i, "group"))].push_back(FoldGlued(rows.at(i, "name")));
  }
  for (const auto& [group, names] : groups) {
    for (const std::string& a : names) {
      for (const std::string& b : names) Relate(tables, a, b, relation);
    }
  }
}

}  // namespace

void PackParticles(const Sources& sources, TableWriter& tables) {
  const CsvRows rows = sources.Open("name_particles.csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string particle = Fold(rows.at(i, "particle"));
    const std::string_view use = rows.at(i, "use"), language = rows.at(i, "language");
    ParticleUse bit = use == "glued"    ? ParticleUse::kGlued
                      : use == "middle" ? ParticleUse::kMiddle
                                        : ParticleUse::kSeparate;
    std::uint32_t uses =
        tables.Get(TableId::kParticles, particle).first | static_cast<std::uint32_t>(bit);
    if (language == "pt") uses |= static_cast<std::uint32_t>(ParticleUse::kPortuguese);
    if (language == "ar" || language == "ber")
      uses |= static_cast<std::uint32_t>(ParticleUse::kArabic);
    tables.PutText(TableId::kParticles, particle, uses, Fold(rows.at(i, "spelling")));
  }
}

void PackNames(const Sources& sources, TableWriter& tables) {
  const CsvRows given = sources.Open("given_names.csv"),
                given_us = sources.Open("given_names_us.csv");
  for (const auto& [rows, table] :
       {std::pair{&given, TableId::kGivenNames}, std::pair{&given_us, TableId::kGivenNamesUs}}) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      tables.Add(table, rows->at(i, "folded"), Number(rows->at(i, "female")),
                 Number(rows->at(i, "male")));
    }
  }
  const CsvRows family = sources.Open("family_names.csv"),
                family_us = sources.Open("family_names_us.csv");
  for (const auto& [rows, table] : {std::pair{&family, TableId::kFamilyNames},
                                    std::pair{&family_us, TableId::kFamilyNamesUs}}) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      tables.Add(table, FamilyKey(tables, rows->at(i, "name")), Number(rows->at(i, "bearers")));
    }
  }
}

void PackRelations(const Sources& sources, TableWriter& tables) {
  RelateGroups(sources, tables, "given_name_variants.csv", GivenNameRelation::kVariant);
  RelateGroups(sources, tables, "given_name_equivalents.csv", GivenNameRelation::kEquivalent);
  const CsvRows friends = sources.Open("given_name_false_friends.csv"),
                english = sources.Open("nicknames_en.csv");
  for (std::size_t i = 0; i < friends.size(); ++i) {
    Relate(tables, FoldGlued(friends.at(i, "name_a")), FoldGlued(friends.at(i, "name_b")),
           GivenNameRelation::kFalseFriend);
  }
  for (std::size_t i = 0; i < english.size(); ++i) {
    Relate(tables, FoldGlued(english.at(i, "name_a")), FoldGlued(english.at(i, "name_b")),
           GivenNameRelation::kNickname);
  }
  const CsvRows french = sources.Open("nicknames_fr.csv");
  // Sexes of the names that each short form stands for.
  std::map<std::string, std::set<bool>, std::less<>> sexes;
  for (std::size_t i = 0; i < french.size(); ++i) {
    const auto [female, male] =
        tables.Get(TableId::kGivenNames, FoldGlued(french.at(i, "canonical")));
    sexes[FoldGlued(french.at(i, "short_form"))].insert(female > male);
  }
  for (std::size_t i = 0; i < french.size(); ++i) {
    const std::string shorter = FoldGlued(french.at(i, "short_form"));
    if (french.at(i, "kind") == "initials") {
      tables.Put(TableId::kShortInitials, shorter, 1);
    } else {
      Relate(tables, FoldGlued(french.at(i, "canonical")), shorter,
             sexes[shorter].size() > 1 ? GivenNameRelation::kSharedNickname
                                       : GivenNameRelation::kNickname);
    }
  }
}

}  // namespace doublon::normalize::pack
