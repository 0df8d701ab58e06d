#include "normalize/name_parts.h"

#include <algorithm>

#include "normalize/name_remarks.h"
#include "normalize/name_titles.h"
#include "normalize/organisation_name.h"
#include "normalize/person_names.h"
#include "normalize/reference.h"
#include "normalize/tables.h"
#include "record/prepared_record.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kMarkerWordsMax = 5;  // "aux bons soins de"

bool Is(std::uint32_t uses, MarkerMeaning meaning) noexcept {
  return uses == static_cast<std::uint32_t>(meaning);
}

// Gives each word of a cell to a person and a role, from left to right.
class NameReader {
 public:
  NameReader(NameColumn column, const NameContext& context, const CellTokens& tokens,
             NameParts& out)
      : words_{tokens, column, context, out.scratch()}, tokens_(tokens), out_(out) {}
  void Run();

 private:
  bool IsDate(std::size_t at) const;
  bool TakeMarker();
  bool Follow(std::uint32_t meaning, std::size_t next);
  bool TakeTitle();
  void TakeSecondTitle();
  void TakeOfficeWithArticle();
  bool TakeTitleBehind();
  bool IsTitleBehind(const Title& title) const;
  void NoteSex(char sex);
  bool TakeConjunction();
  bool IsSlashBetweenPersons() const;
  bool IsCommaBetweenPersons() const;
  bool TakeSuffix();
  void TakeBracket();
  void TakeWord();
  void NextPerson();
  bool MatchesInitials(std::size_t word) const;

  const NameWords words_;
  const CellTokens& tokens_;
  NameParts& out_;
  std::size_t at_ = 0;
  PersonWords persons_[2];
  std::size_t person_ = 0;
  WordList* role_ = &persons_[0].main;
  bool role_in_bracket_ = false;
};

bool NameReader::TakeTitle() {
  if (!persons_[person_].empty() || role_ != &persons_[person_].main) return false;
  const Title title = TitleAt(words_, at_);
  if (title.words == 0 || !StripsTitle(words_, at_, title)) return false;
  at_ += title.words;
  NoteSex(title.sex);
  if (title.kind == TitleKind::kHousehold || title.kind == TitleKind::kCouple ||
      title.kind == TitleKind::kPlural)
    out_.couple = true;
  TakeSecondTitle();
  if (title.kind == TitleKind::kCourtesy) TakeOfficeWithArticle();
  return true;
}

void NameReader::NoteSex(char sex) {
  char& gender = person_ == 0 ? out_.gender : out_.second_gender;
  if (gender == 0) gender = sex;
}

// M. le Maire Paul ROUX, Mme la Présidente; but M. LE MAIRE is a family name.
void NameReader::TakeOfficeWithArticle() {
  if (at_ + 2 >= tokens_.size() || tokens_[at_].letters != LetterCase::kLower) return;
  const std::string_view article = tokens_.text(at_);
  if (article != "le" && article != "la" && article != "l") return;
  const Title title = TitleAt(words_, at_ + 1);
  if (title.kind != TitleKind::kOffice && !IsOffice(tokens_, at_ + 1)) return;
  const std::size_t next = at_ + 1 + std::max<std::size_t>(title.words, 1);
  if (next < tokens_.size() && StandsBeforeFullName(words_, next)) at_ = next;
}

// ROUX Paul Dr, ROUX Paul, Me: behind a whole name. ROUX, Mme Claire: between its parts.
bool NameReader::IsTitleBehind(const Title& title) const {
  const std::size_t next = at_ + title.words;
  const bool comma = tokens_[at_].before == Separator::kComma;
  const bool full = words_.column == NameColumn::kFull;
  const bool last = next == tokens_.size() || tokens_[next].before >= Separator::kAmpersand;
  // Conseillère municipale is no title but an office.
  if (!last) return comma && full && words_.RatherGiven(next) && StripsTitle(words_, at_, title);
  if (persons_[person_].main.size() < (full ? 2U : 1U)) return false;
  const std::string_view word = tokens_.text(at_);
  return comma || (title.kind == TitleKind::kOffice && word.size() > 1 &&
                   reference::FamilyNameCount(word) == 0 && reference::GivenNameCount(word) == 0);
}

bool NameReader::TakeTitleBehind() {
  if (words_.column != NameColumn::kFull && words_.column != NameColumn::kFamily) return false;
  if (persons_[person_].main.empty() || role_ != &persons_[person_].main) return false;
  const Title title = TitleAt(words_, at_);
  const bool one = title.kind == TitleKind::kCourtesy || title.kind == TitleKind::kOffice;
  if (title.words == 0 || !one || !IsTitleBehind(title)) return false;
  at_ += title.words;
  NoteSex(title.sex);
  return true;
}

// M. et Mme, M./Mme: two titles before one name.
void NameReader::TakeSecondTitle() {
  std::size_t next = at_;
  if (next < tokens_.size() && IsConjunction(tokens_.text(next))) ++next;
  if (next >= tokens_.size()) return;
  const bool joined = next > at_ || tokens_[next].before == Separator::kAmpersand ||
                      tokens_[next].before == Separator::kSlash;
  const Title second = joined ? TitleAt(words_, next) : Title();
  if (second.words == 0) return;
  out_.couple = true;
  out_.second_gender = second.sex;
  at_ = next + second.words;
}

// née en 1950, né le 3 avril: a date stands behind.
bool NameReader::IsDate(std::size_t at) const {
  const std::string_view word = tokens_.text(at);
  const auto is_day = [&](std::size_t i) {
    return i < tokens_.size() && tokens_[i].digits && tokens_[i].letters == LetterCase::kNone;
  };
  return is_day(at) || ((word == "le" || word == "en") && is_day(at + 1));
}

// Lets the words from `next` on fill the role that a marker of this meaning gives them; false when
// the word is rather a name here.
bool NameReader::Follow(std::uint32_t meaning, std::size_t next) {
  PersonWords& person = persons_[person_];
  const bool first = person.empty();
  if (next == tokens_.size() && !first) {
    at_ = next;  // a marker with nothing behind it
    return true;
  }
  if (first && !Is(meaning, MarkerMeaning::kBirthName) && !Is(meaning, MarkerMeaning::kMarriedName))
    return false;
  if (first && next == tokens_.size()) return false;
  if (Is(meaning, MarkerMeaning::kMarriedNameIfSecond) && !words_.holds_families()) return false;
  if (words_.column == NameColumn::kBirth && Is(meaning, MarkerMeaning::kBirthName)) {
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

bool NameReader::TakeMarker() {
  if (!tokens_[at_].is(WordClass::kMarker)) return false;
  // M. Paul Roux & Mme Jeanne Petit: a title of the other person.
  if (tokens_[at_].is(WordClass::kTitle) &&
      (tokens_[at_].before == Separator::kAmpersand || IsSlashBetweenPersons()))
    return false;
  // ROUX, Mme Claire: a title of this one.
  if (tokens_[at_].is(WordClass::kTitle) && tokens_[at_].before == Separator::kComma &&
      words_.column == NameColumn::kFull && at_ + 1 < tokens_.size() && words_.RatherGiven(at_ + 1))
    return false;
  for (std::size_t words = std::min(kMarkerWordsMax, tokens_.size() - at_); words > 0; --words) {
    const std::string_view phrase =
        words == 1 ? tokens_.text(at_) : tokens_.Phrase(at_, at_ + words);
    const std::uint32_t meaning = tables::Low(TableId::kMarkers, phrase);
    if (meaning == 0) continue;
    return Follow(meaning, at_ + words);
  }
  return false;
}

// Roux Paul / Martin Claire: a slash with two words or more on both sides parts two full names.
// Bernard/Monique: one between given names of a man and a woman does as well.
bool NameReader::IsSlashBetweenPersons() const {
  if (tokens_[at_].before != Separator::kSlash || at_ == 0) return false;
  if (words_.column == NameColumn::kGiven) {
    const char first = reference::GivenNameGender(tokens_.text(at_ - 1)),
               second = reference::GivenNameGender(tokens_.text(at_));
    return first != 0 && second != 0 && first != second;
  }
  return words_.column == NameColumn::kFull && persons_[0].main.size() >= 2 &&
         at_ + 2 <= tokens_.size();
}

// Paul ROUX, Claire MARTIN: capitals tell the family name on both sides.
bool NameReader::IsCommaBetweenPersons() const {
  if (tokens_[at_].before != Separator::kComma || words_.column != NameColumn::kFull) return false;
  if (persons_[0].main.size() < 2) return false;
  const auto is_full = [this](std::size_t first, std::size_t last) {
    bool family = false, given = false;
    for (std::size_t i = first; i < last; ++i) {
      family = family || (tokens_[i].letters == LetterCase::kUpper && tokens_[i].size > 1);
      given = given || (tokens_[i].letters == LetterCase::kCapital && words_.RatherGiven(i));
    }
    return family && given;
  };
  std::size_t end = at_ + 1;
  while (end < tokens_.size() && tokens_[end].before < Separator::kAmpersand) ++end;
  return is_full(persons_[0].main[0], at_) && is_full(at_, end);
}

bool NameReader::TakeConjunction() {
  const bool word = IsConjunction(tokens_.text(at_));
  const bool sign = tokens_[at_].before == Separator::kAmpersand || IsSlashBetweenPersons() ||
                    IsCommaBetweenPersons();
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
  PersonWords& person = persons_[person_];
  const std::size_t least = words_.column == NameColumn::kFull ? 2 : 1;
  if (person.main.size() < least) return false;
  const Suffix suffix = SuffixAt(words_, at_);
  if (suffix == Suffix::kNone) return false;
  if (suffix == Suffix::kGeneration) person.suffix.push_back(static_cast<std::uint8_t>(at_));
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
  if (IsRemark(words_, first, at_)) return;
  PersonWords& person = persons_[person_];
  bool particles = true;
  for (std::size_t i = first; i < at_; ++i) {
    particles = particles && tables::Low(TableId::kParticles, tokens_.text(i)) != 0;
  }
  if (const Title title = TitleAt(words_, first); title.words != 0 && first + title.words == at_)
    return;
  for (std::size_t i = at_; i-- > first;) {
    const auto word = static_cast<std::uint8_t>(i);
    if (particles && words_.holds_families()) person.main.push_front(word);
  }
  if (particles && words_.holds_families()) return;
  for (std::size_t i = first; i < at_; ++i) {
    const auto word = static_cast<std::uint8_t>(i);
    if (tokens_[i].letters == LetterCase::kNone && tokens_[i].digits) continue;
    if (words_.column == NameColumn::kGiven) {
      if (!MatchesInitials(i)) person.main.push_back(word);
    } else if (words_.column == NameColumn::kFull && words_.RatherGiven(word)) {
      if (!MatchesInitials(i)) person.alias.push_back(word);
    } else {
      person.other.push_back(word);
    }
  }
}

void NameReader::TakeWord() {
  PersonWords& person = persons_[person_];
  const auto word = static_cast<std::uint8_t>(at_);
  if (role_in_bracket_ && !tokens_[at_].bracketed) {
    role_ = &person.main;
    role_in_bracket_ = false;
  }
  if (const std::size_t end = person.main.empty() ? 0 : OfficeEnd(words_, at_); end != 0) {
    at_ = end;
    return;
  }
  if (tokens_[at_].bracketed && role_ == &person.main && !person.main.empty()) return TakeBracket();
  if (!person.main.empty() && IsRemark(words_, at_, at_ + 1)) {
    at_ = tokens_.size();  // what follows belongs to the remark
    return;
  }
  // In a full name the given name may follow the marked name: Mme DUPONT née DURAND Marie.
  if (words_.column == NameColumn::kFull && role_ != &person.main && !role_->empty() &&
      !role_in_bracket_ && tokens_[at_].before < Separator::kApostrophe &&
      words_.RatherGiven(word)) {
    role_ = &person.main;
  }
  // Paul dit Polo LEGRAND: the family name follows the alias.
  const auto given = [this](std::uint8_t one) { return words_.RatherGiven(one); };
  if (words_.column == NameColumn::kFull && role_ == &person.alias && !role_->empty() &&
      !words_.RatherGiven(word) &&
      std::all_of(person.main.span().begin(), person.main.span().end(), given)) {
    role_ = &person.main;
  }
  role_->push_back(word);
  ++at_;
}

void NameReader::NextPerson() {
  AddPersonNames(words_, persons_, out_);
  persons_[0].clear();
  persons_[1].clear();
  person_ = 0;
  role_ = &persons_[0].main;
  role_in_bracket_ = false;
}

void NameReader::Run() {
  if (IsMissingName(words_) || ReadOrganisation(words_, out_)) return;
  while (at_ < tokens_.size()) {
    if (at_ > 0 && tokens_[at_].before == Separator::kValue && !persons_[0].empty()) NextPerson();
    if (TakeMarker() || TakeTitle() || TakeConjunction() || TakeSuffix() || TakeTitleBehind())
      continue;
    TakeWord();
  }
  AddPersonNames(words_, persons_, out_);
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

void ReadNames(std::string_view raw, NameColumn column, const NameContext& context,
               CellTokens& tokens, NameParts& out) {
  out.Clear();
  tokens.Read(raw);
  NameReader(column, context, tokens, out).Run();
}

}  // namespace doublon::normalize
