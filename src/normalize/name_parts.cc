#include "normalize/name_parts.h"

#include <algorithm>
#include <array>

#include "normalize/full_name.h"
#include "normalize/reference.h"
#include "normalize/tables.h"
#include "record/prepared_record.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kMarkerWordsMax = 5;  // "aux bons soins de"
constexpr std::size_t kTitleWordsMax = 2;   // "el hadj"
constexpr std::uint32_t kGenerationBit =
    1U << 16;  // of a title's value: the word is a generation suffix as well
// A title that this many people bear as their family name (Baron, Ba) is left alone in a family
// name.
constexpr std::uint32_t kNameNotTitleBearers = 1000;

bool Is(std::uint32_t uses, MarkerMeaning meaning) noexcept {
  return uses == static_cast<std::uint32_t>(meaning);
}

bool IsConjunction(std::string_view word) noexcept {
  return word == "et" || word == "ou" || word == "and" || word == "und";
}

// The words of one person, by role.
struct Person {
  WordList main, birth, other, alias, suffix;
  bool married = false;  // what was written first is the birth name
  void clear() noexcept {
    main.clear();
    birth.clear();
    other.clear();
    alias.clear();
    suffix.clear();
    married = false;
  }
  bool empty() const noexcept {
    return main.empty() && birth.empty() && other.empty() && alias.empty();
  }
};

class NameReader {
 public:
  NameReader(NameColumn column, const NameContext& context, CellTokens& tokens, NameParts& out)
      : column_(column), context_(context), tokens_(tokens), out_(out) {}
  void Run();

 private:
  bool ReadSpeltOutForm();
  bool ReadOrganisation();
  bool IsMissing() const;
  bool IsMissingPhrase(std::string_view phrase) const;
  bool IsDate(std::size_t at) const;
  bool TakeMarker();
  bool TakeTitle();
  bool TakeConjunction();
  bool IsSlashBetweenPersons() const;
  bool IsRemark(std::size_t first, std::size_t last);
  bool TakeSuffix();
  void TakeBracket();
  void TakeWord();
  std::uint32_t TitleAt(std::size_t at, std::size_t& words);
  bool StandsBeforeFullName(std::size_t next) const;
  bool StripsTitle(std::size_t at, std::size_t words, std::uint32_t title);
  WordList WithParticlesFirst(const WordList& words) const;
  void NextPerson();
  void Emit();
  void EmitFull(const Person& person, bool second);
  void EmitReading(const FullNameReading& reading, const Person& person, std::uint8_t flags,
                   bool second);
  void AddGiven(const WordList& words, NameRole role, std::uint8_t flags);
  void AddFamily(const WordList& words, NameRole role, std::uint8_t flags);
  bool RatherGiven(std::uint8_t word) const;
  bool MatchesInitials(std::size_t word) const;
  bool holds_families() const noexcept { return column_ != NameColumn::kGiven; }

  const NameColumn column_;
  const NameContext& context_;
  CellTokens& tokens_;
  NameParts& out_;
  std::size_t at_ = 0;
  Person persons_[2];
  std::size_t person_ = 0;
  WordList* role_ = &persons_[0].main;
  bool role_in_bracket_ = false;
  std::string& glued_ = out_.scratch();
};

bool NameReader::RatherGiven(std::uint8_t word) const {
  return FamilyLogOdds(tokens_.text(word), context_.locale) < 0;
}

bool NameReader::IsMissing() const {
  if (tokens_.empty()) return true;
  if (tokens_.size() > 4) return false;
  // "test test" fills two columns' worth.
  const bool one_word =
      tokens_.size() == 1 || (tokens_.size() == 2 && tokens_.text(0) == tokens_.text(1));
  const std::string_view phrase = one_word ? tokens_.text(0) : std::string_view();
  // "x", "xx", "aaa": typed to pass a form.
  const bool one_letter = phrase.size() >= 3 && phrase.size() < 12 &&
                          phrase.find_first_not_of(phrase.front()) == std::string_view::npos;
  if (phrase == "x" || one_letter) return true;
  if (!tokens_[0].is(WordClass::kPlaceholder) && !tokens_[0].is(WordClass::kHeader)) return false;
  return IsMissingPhrase(one_word ? phrase : tokens_.Phrase(0, tokens_.size()));
}

bool NameReader::IsMissingPhrase(std::string_view phrase) const {
  // The small tables first: the large one is asked only about words that they hold.
  constexpr auto kScopes = static_cast<std::uint32_t>(PlaceholderScope::kAny) |
                           static_cast<std::uint32_t>(PlaceholderScope::kRemark);
  if (IsPlaceholder(phrase, kScopes)) {
    return !(holds_families() && reference::FamilyNameCount(phrase) >= kNameNotTitleBearers / 2);
  }
  // A header line repeated among the data.
  std::array<char, 64> header;
  std::size_t size = 0;
  for (const char c : phrase) {
    if (c != ' ' && size < header.size()) header[size++] = c;
  }
  const std::string_view field = tables::TextOf(TableId::kHeaders, {header.data(), size});
  const bool name_header = field == "given_name" || field == "family_name" ||
                           field == "birth_name" || field == "usage_name" ||
                           (field == "full_name" && column_ == NameColumn::kFull);
  return name_header && reference::FamilyNameCount(phrase) == 0 &&
         reference::GivenNameCount(phrase) == 0;
}

// S.A.R.L. DUPONT: a legal form of three letters and more, each with its dot. (S.A. may be
// initials.)
bool NameReader::ReadSpeltOutForm() {
  constexpr std::size_t kLettersMin = 3, kLettersMax = 6;
  std::array<char, kLettersMax> form;
  std::size_t size = 0;
  while (size < tokens_.size() && size < form.size() && tokens_[size].size == 1 &&
         tokens_[size].dotted) {
    form[size] = tokens_.text(size)[0];
    ++size;
  }
  if (size < kLettersMin || size == tokens_.size()) return false;
  if (tables::Low(TableId::kOrganisationWords, {form.data(), size}) !=
      static_cast<std::uint32_t>(OrganisationWordKind::kLegalForm)) {
    return false;
  }
  const std::size_t begin = out_.text().size();
  out_.text() += tokens_.Phrase(size, tokens_.size());
  out_.Add(NameRole::kOrganisation, 0, begin);
  return true;
}

// Organisations by their legal form or by the word they begin with. The legal form is no part of
// the name.
bool NameReader::ReadOrganisation() {
  if (column_ == NameColumn::kGiven || column_ == NameColumn::kBirth || tokens_.size() < 2)
    return false;
  const std::size_t last = tokens_.size() - 1;
  if (ReadSpeltOutForm()) return true;
  if (!tokens_[0].is(WordClass::kOrganisation) && !tokens_[last].is(WordClass::kOrganisation))
    return false;
  const auto kind = [&](std::size_t i) {
    return tables::Low(TableId::kOrganisationWords, tokens_.text(i));
  };
  const auto legal = static_cast<std::uint32_t>(OrganisationWordKind::kLegalForm);
  const auto body = static_cast<std::uint32_t>(OrganisationWordKind::kBody);
  const auto borne = [&](std::size_t i) {
    return reference::FamilyNameCount(tokens_.text(i)) >= kNameNotTitleBearers ||
           RatherGiven(static_cast<std::uint8_t>(i));
  };
  const std::uint32_t first_pair = tables::Low(TableId::kOrganisationWords, tokens_.Phrase(0, 2));
  const bool begins = (kind(0) != 0 && !borne(0)) || first_pair != 0;
  const bool ends = (kind(last) == legal && !borne(last)) ||
                    (kind(last) == body && tokens_.size() > 2 && !borne(last));
  if (!begins && !ends) return false;
  const std::size_t begin = out_.text().size();
  for (std::size_t i = 0; i <= last; ++i) {
    if (kind(i) == legal) continue;
    if (out_.text().size() > begin) out_.text() += ' ';
    out_.text() += tokens_.text(i);
  }
  out_.Add(NameRole::kOrganisation, 0, begin);
  return true;
}

std::uint32_t NameReader::TitleAt(std::size_t at, std::size_t& words) {
  if (!tokens_[at].is(WordClass::kTitle)) return 0;
  for (words = std::min(kTitleWordsMax, tokens_.size() - at); words > 0; --words) {
    const std::uint32_t title = tables::Low(
        TableId::kTitles, words == 1 ? tokens_.text(at) : tokens_.Phrase(at, at + words));
    if (title != 0 && (title & 0xff) != static_cast<std::uint32_t>(TitleKind::kGeneration) &&
        (title & 0xff) != static_cast<std::uint32_t>(TitleKind::kSuffix)) {
      return title;
    }
  }
  return 0;
}

// A given and a family name follow.
bool NameReader::StandsBeforeFullName(std::size_t next) const {
  const std::size_t last = tokens_.size() - 1;
  return column_ == NameColumn::kFull && next < last &&
         RatherGiven(static_cast<std::uint8_t>(next)) &&
         !RatherGiven(static_cast<std::uint8_t>(last));
}

bool NameReader::StripsTitle(std::size_t at, std::size_t words, std::uint32_t title) {
  const std::size_t next = at + words;
  // M-Claude, M.-C., M C: an initial.
  if (next < tokens_.size() && tokens_.text(at).size() == 1 &&
      (tokens_[next].before == Separator::kHyphen ||
       (tokens_.text(next).size() == 1 && next + 1 == tokens_.size() &&
        column_ == NameColumn::kGiven))) {
    return false;
  }
  // M BAYE: the apostrophe of M'Baye is lost, where that is the more frequent name.
  if (words == 1 && tokens_.text(at) == "m" && holds_families() && next < tokens_.size() &&
      !tokens_[at].dotted && !IsConjunction(tokens_.text(next))) {
    glued_.assign("m").append(tokens_.text(next));
    if (reference::FamilyNameCount(glued_) > reference::FamilyNameCount(tokens_.text(next)))
      return false;
  }
  // M'hamed, L'Abbé: part of a name.
  if (next < tokens_.size() && tokens_[next].before == Separator::kApostrophe) return false;
  if (at > 0 && tokens_[at].before == Separator::kApostrophe) return false;
  const auto kind = static_cast<TitleKind>(title & 0xff);
  const std::string_view word = tokens_.text(at);
  if (kind == TitleKind::kHonorific) {
    // Hadj, Sidi, Don: titles before a given name, part of a family name.
    return column_ != NameColumn::kFamily && column_ != NameColumn::kBirth &&
           next < tokens_.size() && (column_ == NameColumn::kGiven || next + 1 < tokens_.size());
  }
  if (words == 1 && kind != TitleKind::kCourtesy &&
      reference::FamilyNameCount(word) >= kNameNotTitleBearers) {
    // Maître Paul Roux: a title. BARON Paul, Baron Jean Paul: it is the family name itself.
    return StandsBeforeFullName(next) && (tokens_[at].letters != LetterCase::kUpper ||
                                          tokens_[next].letters == LetterCase::kUpper);
  }
  if (kind == TitleKind::kCourtesy && word.size() > 1 &&
      reference::FamilyNameCount(word) >= kNameNotTitleBearers) {
    return tokens_[at].dotted || StandsBeforeFullName(next);
  }
  if (column_ == NameColumn::kGiven && next == tokens_.size() && kind != TitleKind::kCourtesy) {
    return reference::GivenNameCount(word) == 0;
  }
  // M. and M alone: a title with more behind it, else an initial in a given name column.
  return !(word == "m" && next == tokens_.size() && column_ == NameColumn::kGiven &&
           !tokens_[at].dotted);
}

bool NameReader::TakeTitle() {
  if (!persons_[person_].empty() || role_ != &persons_[person_].main) return false;
  std::size_t words;
  const std::uint32_t title = TitleAt(at_, words);
  if (title == 0 || !StripsTitle(at_, words, title)) return false;
  at_ += words;
  const auto sex = static_cast<char>(title >> 8 & 0xff);
  char& gender = person_ == 0 ? out_.gender : out_.second_gender;
  if (gender == 0) gender = sex;
  const auto kind = static_cast<TitleKind>(title & 0xff);
  if (kind == TitleKind::kHousehold || kind == TitleKind::kCouple || kind == TitleKind::kPlural)
    out_.couple = true;
  // M. et Mme: two titles before one name.
  std::size_t more = at_;
  if (more < tokens_.size() && IsConjunction(tokens_.text(more))) ++more;
  const bool joined =
      more > at_ || (more < tokens_.size() && (tokens_[more].before == Separator::kAmpersand ||
                                               tokens_[more].before == Separator::kSlash));
  if (joined && more < tokens_.size()) {
    const std::uint32_t second = TitleAt(more, words);
    if (second != 0) {
      out_.couple = true;
      out_.second_gender = static_cast<char>(second >> 8 & 0xff);
      at_ = more + words;
    }
  }
  return true;
}

// née en 1950, né le 3 avril: a date stands behind.
bool NameReader::IsDate(std::size_t at) const {
  const std::string_view word = tokens_.text(at);
  const auto is_day = [&](std::size_t i) {
    return i < tokens_.size() && tokens_[i].digits && tokens_[i].letters == LetterCase::kNone;
  };
  return is_day(at) || ((word == "le" || word == "en") && is_day(at + 1));
}

bool NameReader::TakeMarker() {
  if (!tokens_[at_].is(WordClass::kMarker)) return false;
  // M. Paul Roux & Mme Jeanne Petit: a title of the other person.
  if (tokens_[at_].is(WordClass::kTitle) &&
      (tokens_[at_].before == Separator::kAmpersand || IsSlashBetweenPersons()))
    return false;
  for (std::size_t words = std::min(kMarkerWordsMax, tokens_.size() - at_); words > 0; --words) {
    const std::string_view phrase =
        words == 1 ? tokens_.text(at_) : tokens_.Phrase(at_, at_ + words);
    const std::uint32_t meaning = tables::Low(TableId::kMarkers, phrase);
    if (meaning == 0) continue;
    Person& person = persons_[person_];
    const bool first = person.empty();
    const std::size_t next = at_ + words;
    if (next == tokens_.size() && !first) {
      at_ = next;  // a marker with nothing behind it
      return true;
    }
    if (first && !Is(meaning, MarkerMeaning::kBirthName) &&
        !Is(meaning, MarkerMeaning::kMarriedName))
      return false;
    if (first && next == tokens_.size()) return false;
    if (Is(meaning, MarkerMeaning::kMarriedNameIfSecond) && !holds_families()) return false;
    if (column_ == NameColumn::kBirth && Is(meaning, MarkerMeaning::kBirthName)) {
      at_ = next;
      return true;
    }
    if (Is(meaning, MarkerMeaning::kBirthName) && IsDate(next)) {
      at_ = next + 1;
      while (at_ < tokens_.size() && (tokens_[at_].digits || tokens_[at_].is(WordClass::kMonth)))
        ++at_;
      return true;
    }
    role_in_bracket_ = tokens_[at_].bracketed;
    if (Is(meaning, MarkerMeaning::kCareOf)) {
      at_ = tokens_.size();
      return true;
    }
    if (Is(meaning, MarkerMeaning::kBirthName)) {
      role_ = &person.birth;
    } else if (Is(meaning, MarkerMeaning::kAlias)) {
      role_ = &person.alias;
    } else if (Is(meaning, MarkerMeaning::kFormerName)) {
      role_ = &person.other;
    } else if (!first) {  // a married or usage name follows: the names so far are the birth name
      person.married = true;
      role_ = &person.birth;
      if (out_.gender == 0 && !Is(meaning, MarkerMeaning::kUsageName)) out_.gender = 'f';
    }
    at_ = next;
    return true;
  }
  return false;
}

// Roux Paul / Martin Claire: a slash with two words or more on both sides parts two full names.
// Bernard/Monique: one between given names of a man and a woman does as well.
bool NameReader::IsSlashBetweenPersons() const {
  if (tokens_[at_].before != Separator::kSlash || at_ == 0) return false;
  if (column_ == NameColumn::kGiven) {
    const char first = reference::GivenNameGender(tokens_.text(at_ - 1)),
               second = reference::GivenNameGender(tokens_.text(at_));
    return first != 0 && second != 0 && first != second;
  }
  return column_ == NameColumn::kFull && persons_[0].main.size() >= 2 && at_ + 2 <= tokens_.size();
}

// Words that are a remark on the record and no name (deceased, unsubscribed), as a whole or by the
// first of them.
bool NameReader::IsRemark(std::size_t first, std::size_t last) {
  if (!tokens_[first].is(WordClass::kPlaceholder)) return false;
  const auto scope = static_cast<std::uint32_t>(PlaceholderScope::kRemark);
  if (IsPlaceholder(tokens_.Phrase(first, last), scope)) return true;
  const std::string_view word = tokens_.text(first);
  return IsPlaceholder(word, scope) && reference::FamilyNameCount(word) == 0 &&
         reference::GivenNameCount(word) == 0;
}

bool NameReader::TakeConjunction() {
  const bool word = IsConjunction(tokens_.text(at_));
  const bool sign = tokens_[at_].before == Separator::kAmpersand || IsSlashBetweenPersons();
  if ((!word && !sign) || person_ == 1 || persons_[0].empty()) return false;
  const std::size_t next = at_ + (word ? 1 : 0);
  if (next >= tokens_.size()) return false;
  out_.couple = true;
  person_ = 1;
  role_ = &persons_[1].main;
  at_ = next;
  if (!word) {
    if (!TakeTitle()) TakeWord();  // the sign stands before this very word
  }
  return true;
}

bool NameReader::TakeSuffix() {
  const Person& person = persons_[person_];
  const std::size_t least = column_ == NameColumn::kFull ? 2 : 1;
  if (person.main.size() < least || !tokens_[at_].is(WordClass::kTitle)) return false;
  const std::uint32_t title = tables::Low(TableId::kTitles, tokens_.text(at_));
  const bool generation = (title & kGenerationBit) != 0;
  const bool degree = (title & 0xff) == static_cast<std::uint32_t>(TitleKind::kSuffix) &&
                      column_ == NameColumn::kFull;
  if (!generation && !degree) return false;
  const bool last = at_ + 1 == tokens_.size() || tokens_[at_ + 1].before == Separator::kComma ||
                    tokens_[at_ + 1].bracketed;
  if (!last) return false;
  const bool roman = tokens_.text(at_).find_first_not_of("iv") == std::string_view::npos;
  if (roman && tokens_[at_].letters != LetterCase::kUpper) return false;
  if (tokens_[at_].before == Separator::kHyphen) return false;
  if (generation) persons_[person_].suffix.push_back(static_cast<std::uint8_t>(at_));
  ++at_;
  return true;
}

// True when the word is the initials of the given names read so far: Jean-Pierre (JP).
bool NameReader::MatchesInitials(std::size_t word) const {
  const std::string_view letters = tokens_.text(word);
  const WordList& main = persons_[person_].main;
  if (letters.size() != main.size()) return false;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (tokens_.text(main[i]).front() != letters[i]) return false;
  }
  return true;
}

void NameReader::TakeBracket() {
  const std::size_t first = at_;
  while (at_ < tokens_.size() && tokens_[at_].bracketed) ++at_;
  if (IsRemark(first, at_)) return;
  Person& person = persons_[person_];
  bool particles = true;
  std::size_t words;
  for (std::size_t i = first; i < at_; ++i) {
    particles = particles && tables::Low(TableId::kParticles, tokens_.text(i)) != 0;
  }
  if (TitleAt(first, words) != 0 && first + words == at_) return;
  for (std::size_t i = at_; i-- > first;) {
    const auto word = static_cast<std::uint8_t>(i);
    if (particles && holds_families()) person.main.push_front(word);
  }
  if (particles && holds_families()) return;
  for (std::size_t i = first; i < at_; ++i) {
    const auto word = static_cast<std::uint8_t>(i);
    if (tokens_[i].letters == LetterCase::kNone && tokens_[i].digits) continue;
    if (column_ == NameColumn::kGiven) {
      if (!MatchesInitials(i)) person.main.push_back(word);
    } else if (column_ == NameColumn::kFull && RatherGiven(word)) {
      if (!MatchesInitials(i)) person.alias.push_back(word);
    } else {
      person.other.push_back(word);
    }
  }
}

void NameReader::TakeWord() {
  Person& person = persons_[person_];
  const auto word = static_cast<std::uint8_t>(at_);
  if (role_in_bracket_ && !tokens_[at_].bracketed) {
    role_ = &person.main;
    role_in_bracket_ = false;
  }
  if (tokens_[at_].bracketed && role_ == &person.main && !person.main.empty()) return TakeBracket();
  if (!person.main.empty() && IsRemark(at_, at_ + 1)) {
    at_ = tokens_.size();  // what follows belongs to the remark
    return;
  }
  // In a full name the given name may follow the marked name: Mme DUPONT née DURAND Marie.
  if (column_ == NameColumn::kFull && role_ != &person.main && !role_->empty() &&
      !role_in_bracket_ && tokens_[at_].before < Separator::kApostrophe && RatherGiven(word)) {
    role_ = &person.main;
  }
  // Paul dit Polo LEGRAND: the family name follows the alias.
  const auto given = [this](std::uint8_t one) { return RatherGiven(one); };
  if (column_ == NameColumn::kFull && role_ == &person.alias && !role_->empty() &&
      !RatherGiven(word) &&
      std::all_of(person.main.span().begin(), person.main.span().end(), given)) {
    role_ = &person.main;
  }
  role_->push_back(word);
  ++at_;
}

// GALL LE, Bellay (du): the sorted form with the particles behind.
WordList NameReader::WithParticlesFirst(const WordList& words) const {
  constexpr std::size_t kParticleBytesMin =
      2;  // a single letter behind a name is rather an initial
  std::size_t names = words.size();
  while (names > 0) {
    const std::string_view word = tokens_.text(words[names - 1]);
    if (!tokens_[words[names - 1]].is(WordClass::kParticle)) break;
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

void NameReader::NextPerson() {
  Emit();
  persons_[0].clear();
  persons_[1].clear();
  person_ = 0;
  role_ = &persons_[0].main;
  role_in_bracket_ = false;
}

void NameReader::AddGiven(const WordList& words, NameRole role, std::uint8_t flags) {
  const std::size_t begin = out_.text().size();
  const std::uint8_t found = AppendGivenNames(tokens_, words.span(), out_.text());
  out_.Add(role, static_cast<std::uint8_t>(flags | found), begin);
}

void NameReader::AddFamily(const WordList& words, NameRole role, std::uint8_t flags) {
  const std::size_t begin = out_.text().size();
  AppendFamilyName(tokens_, words.span(), out_.text());
  out_.Add(role, flags, begin);
}

void NameReader::EmitReading(const FullNameReading& reading, const Person& person,
                             std::uint8_t flags, bool second) {
  WordList given = reading.given;
  for (const std::uint8_t word : person.alias.span()) {
    if (RatherGiven(word)) given.push_back(word);
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

void NameReader::EmitFull(const Person& person, bool second) {
  FullNameReading best, other;
  const bool only_given = out_.couple && person.main.size() == 1 && RatherGiven(person.main[0]);
  if (only_given) {
    best.given = person.main;
  } else {
    SplitFullName(tokens_, person.main, context_, best, other);
  }
  const bool unsure =
      best.log_odds < kSureLogOdds && !(other.given.empty() && other.family.empty()) && !second;
  EmitReading(best, person, unsure ? std::uint8_t{record::kAmbiguous} : std::uint8_t{0}, second);
  if (unsure) EmitReading(other, person, record::kAmbiguous, second);
}

void NameReader::Emit() {
  const Person& person = persons_[0];
  const Person& second = persons_[1];
  const std::uint8_t birth_flag = record::kBirthNameFlag;
  switch (column_) {
    case NameColumn::kGiven: {
      WordList given = person.main;
      given.append(person.alias.span());
      AddGiven(given, NameRole::kGiven, 0);
      AddGiven(second.main, NameRole::kSecondGiven, record::kSecondPerson);
      break;
    }
    case NameColumn::kFamily:
      persons_[0].main = WithParticlesFirst(person.main);
      AddFamily(person.married ? person.birth : person.main, NameRole::kFamily, 0);
      AddFamily(second.main, NameRole::kSecondFamily, record::kSecondPerson);
      break;
    case NameColumn::kBirth:
      AddFamily(person.main, NameRole::kBirthName, birth_flag);
      break;
    case NameColumn::kFull:
      EmitFull(person, false);
      if (!second.main.empty()) EmitFull(second, true);
      break;
  }
  if (column_ == NameColumn::kFamily && person.married)
    AddFamily(person.main, NameRole::kBirthName, birth_flag);
  if (!person.married) AddFamily(person.birth, NameRole::kBirthName, birth_flag);
  if (column_ != NameColumn::kGiven) {
    AddFamily(person.other, NameRole::kOtherName, 0);
    WordList alias;
    for (const std::uint8_t word : person.alias.span()) {
      if (column_ != NameColumn::kFull || !RatherGiven(word)) alias.push_back(word);
    }
    AddFamily(alias, NameRole::kOtherName, 0);
  }
  for (const Person& one : persons_) {
    const std::size_t begin = out_.text().size();
    if (!one.suffix.empty()) {
      const std::string_view suffix = tokens_.text(one.suffix[0]),
                             same = tables::TextOf(TableId::kTitles, suffix);
      out_.text() += same.empty() ? suffix : same;
    }
    out_.Add(NameRole::kSuffix, 0, begin);
  }
}

void NameReader::Run() {
  if (IsMissing() || ReadOrganisation()) return;
  while (at_ < tokens_.size()) {
    if (at_ > 0 && tokens_[at_].before == Separator::kValue && !persons_[0].empty()) NextPerson();
    if (TakeMarker() || TakeTitle() || TakeConjunction() || TakeSuffix()) continue;
    TakeWord();
  }
  Emit();
}

}  // namespace

bool NameParts::has(NameRole role) const noexcept {
  return std::any_of(parts_.begin(), parts_.end(),
                     [role](const Part& part) { return part.role == role; });
}

void NameParts::Add(NameRole role, std::uint8_t flags, std::size_t begin) {
  if (text_.size() == begin) return;
  const bool second = role == NameRole::kSecondGiven || role == NameRole::kSecondFamily;
  if (second) flags = static_cast<std::uint8_t>(flags | record::kSecondPerson);
  parts_.push_back({role, flags, static_cast<std::uint32_t>(begin),
                    static_cast<std::uint32_t>(text_.size() - begin)});
}

bool IsPlaceholder(std::string_view folded, std::uint32_t scopes) noexcept {
  return (tables::Low(TableId::kPlaceholders, folded) & scopes) != 0;
}

void ReadNames(std::string_view raw, NameColumn column, const NameContext& context,
               CellTokens& tokens, NameParts& out) {
  out.Clear();
  tokens.Read(raw);
  NameReader(column, context, tokens, out).Run();
}

}  // namespace doublon::normalize
