#include "normalize/person_names.h"

#include <algorithm>

#include "normalize/full_name.h"
#include "normalize/tables.h"
#include "record/prepared_record.h"

namespace doublon::normalize {

namespace {

// GALL LE, Bellay (du): the sorted form with the particles behind.
WordList WithParticlesFirst(const CellTokens& tokens, const WordList& words) {
  constexpr std::size_t kParticleBytesMin =
      2;  // a single letter behind a name is rather an initial
  std::size_t names = words.size();
  while (names > 0) {
    const std::string_view word = tokens.text(words[names - 1]);
    // Hadj and Sidi are honorifics, and names of their own behind another.
    const CellToken& token = tokens[words[names - 1]];
    if (!token.is(WordClass::kParticle) || token.is(WordClass::kTitle)) break;
    const std::uint32_t uses = tables::Low(TableId::kParticles, word);
    if (word.size() < kParticleBytesMin || uses == 0 ||
        (uses & static_cast<std::uint32_t>(ParticleUse::kMiddle)) != 0)
      break;
    --names;
  }
  if (names == 0 || names == words.size()) return words;
  WordList sorted;
  sorted.append(words.span(names, words.size()));
  sorted.append(words.span(0, names));
  return sorted;
}

class PersonNames {
 public:
  PersonNames(const NameWords& words, NameParts& out) : words_(words), out_(out) {}
  void Add(std::span<const PersonWords, 2> persons);

 private:
  void AddFull(const PersonWords& person, bool second);
  void AddReading(const FullNameReading& reading, const PersonWords& person, std::uint8_t flags,
                  bool second);
  void AddGiven(const WordList& words, NameRole role, std::uint8_t flags);
  void AddFamily(const WordList& words, NameRole role, std::uint8_t flags);
  void AddSuffix(const PersonWords& person);

  const NameWords& words_;
  NameParts& out_;
};

void PersonNames::AddGiven(const WordList& words, NameRole role, std::uint8_t flags) {
  const std::size_t begin = out_.text().size();
  const std::uint8_t found = AppendGivenNames(words_.tokens, words.span(), out_.text());
  out_.Add(role, static_cast<std::uint8_t>(flags | found), begin);
}

void PersonNames::AddFamily(const WordList& words, NameRole role, std::uint8_t flags) {
  const std::size_t begin = out_.text().size();
  AppendFamilyName(words_.tokens, words.span(), out_.text());
  out_.Add(role, flags, begin);
}

void PersonNames::AddReading(const FullNameReading& reading, const PersonWords& person,
                             std::uint8_t flags, bool second) {
  WordList given = reading.given;
  for (const std::uint8_t word : person.alias.span()) {
    if (words_.RatherGiven(word)) given.push_back(word);
  }
  AddGiven(given, second ? NameRole::kSecondGiven : NameRole::kGiven, flags);
  if (person.married) {
    // DURAND épouse DUPONT: the name written first is the birth name.
    AddFamily(person.birth, second ? NameRole::kSecondFamily : NameRole::kFamily, flags);
    if (!second)
      AddFamily(reading.family, NameRole::kBirthName,
                static_cast<std::uint8_t>(flags | record::kBirthNameFlag));
    return;
  }
  AddFamily(reading.family, second ? NameRole::kSecondFamily : NameRole::kFamily, flags);
}

void PersonNames::AddFull(const PersonWords& person, bool second) {
  FullNameReading best, other;
  const bool only_given =
      out_.couple && person.main.size() == 1 && words_.RatherGiven(person.main[0]);
  if (only_given) {
    best.given = person.main;
  } else {
    SplitFullName(words_.tokens, person.main, words_.context, best, other);
  }
  const bool unsure =
      best.log_odds < kSureLogOdds && !(other.given.empty() && other.family.empty()) && !second;
  AddReading(best, person, unsure ? std::uint8_t{record::kAmbiguous} : std::uint8_t{0}, second);
  if (unsure) AddReading(other, person, record::kAmbiguous, second);
}

void PersonNames::AddSuffix(const PersonWords& person) {
  if (person.suffix.empty()) return;
  const std::size_t begin = out_.text().size();
  const std::string_view suffix = words_.tokens.text(person.suffix[0]);
  const std::string_view same = tables::TextOf(TableId::kTitles, suffix);
  out_.text() += same.empty() ? suffix : same;
  out_.Add(NameRole::kSuffix, 0, begin);
}

void PersonNames::Add(std::span<const PersonWords, 2> persons) {
  const PersonWords& person = persons[0];
  const PersonWords& second = persons[1];
  const std::uint8_t birth_flag = record::kBirthNameFlag;
  const WordList main = words_.column == NameColumn::kFamily
                            ? WithParticlesFirst(words_.tokens, person.main)
                            : WordList();
  switch (words_.column) {
    case NameColumn::kGiven: {
      WordList given = person.main;
      given.append(person.alias.span());
      AddGiven(given, NameRole::kGiven, 0);
      AddGiven(second.main, NameRole::kSecondGiven, record::kSecondPerson);
      break;
    }
    case NameColumn::kFamily:
      AddFamily(person.married ? person.birth : main, NameRole::kFamily, 0);
      AddFamily(second.main, NameRole::kSecondFamily, record::kSecondPerson);
      break;
    case NameColumn::kBirth:
      AddFamily(person.main, NameRole::kBirthName, birth_flag);
      break;
    case NameColumn::kFull:
      AddFull(person, false);
      if (!second.main.empty()) AddFull(second, true);
      break;
  }
  if (words_.column == NameColumn::kFamily && person.married)
    AddFamily(main, NameRole::kBirthName, birth_flag);
  if (!person.married) AddFamily(person.birth, NameRole::kBirthName, birth_flag);
  if (words_.column != NameColumn::kGiven) {
    AddFamily(person.other, NameRole::kOtherName, 0);
    WordList alias;
    for (const std::uint8_t word : person.alias.span()) {
      if (words_.column != NameColumn::kFull || !words_.RatherGiven(word)) alias.push_back(word);
    }
    AddFamily(alias, NameRole::kOtherName, 0);
  }
  for (const PersonWords& one : persons) AddSuffix(one);
}

}  // namespace

void AddPersonNames(const NameWords& words, std::span<const PersonWords, 2> persons,
                    NameParts& out) {
  PersonNames(words, out).Add(persons);
}

}  // namespace doublon::normalize
