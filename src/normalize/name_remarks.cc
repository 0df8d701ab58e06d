#include "normalize/name_remarks.h"

#include <array>

#include "normalize/ordinal.h"
#include "normalize/placeholder.h"
#include "normalize/reference.h"
#include "normalize/tables.h"

namespace doublon::normalize {

namespace {

bool IsMissingPhrase(const NameWords& words, std::string_view phrase) {
  // The small tables first: the large one is asked only about words that they hold.
  constexpr auto kScopes = static_cast<std::uint32_t>(PlaceholderScope::kAny) |
                           static_cast<std::uint32_t>(PlaceholderScope::kRemark);
  if (IsPlaceholder(phrase, kScopes)) {
    return !(words.holds_families() &&
             reference::FamilyNameCount(phrase) >= kNameNotTitleBearers / 2);
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
                           (field == "full_name" && words.column == NameColumn::kFull);
  return name_header && reference::FamilyNameCount(phrase) == 0 &&
         reference::GivenNameCount(phrase) == 0;
}

bool IsBorneByNobody(std::string_view word) {
  return reference::FamilyNameCount(word) == 0 && reference::GivenNameCount(word) == 0 &&
         tables::Find(TableId::kFamilyNamesUs, word) == nullptr;
}

}  // namespace

bool IsMissingName(const NameWords& words) {
  if (words.tokens.empty()) return true;
  if (words.tokens.size() > 4) return false;
  // "test test" fills two columns' worth.
  const bool one_word = words.tokens.size() == 1 ||
                        (words.tokens.size() == 2 && words.tokens.text(0) == words.tokens.text(1));
  const std::string_view phrase = one_word ? words.tokens.text(0) : std::string_view();
  // "x", "xx", "aaa": typed to pass a form.
  const bool one_letter = phrase.size() >= 3 && phrase.size() < 12 &&
                          phrase.find_first_not_of(phrase.front()) == std::string_view::npos;
  if (phrase == "x" || one_letter) return true;
  if (!words.tokens[0].is(WordClass::kPlaceholder) && !words.tokens[0].is(WordClass::kHeader))
    return false;
  return IsMissingPhrase(words, one_word ? phrase : words.tokens.Phrase(0, words.tokens.size()));
}

bool IsRemark(const NameWords& words, std::size_t first, std::size_t last) {
  if (!words.tokens[first].is(WordClass::kPlaceholder)) return false;
  const auto scope = static_cast<std::uint32_t>(PlaceholderScope::kRemark);
  if (IsPlaceholder(words.tokens.Phrase(first, last), scope)) return true;
  const std::string_view word = words.tokens.text(first);
  return IsPlaceholder(word, scope) && reference::FamilyNameCount(word) == 0 &&
         reference::GivenNameCount(word) == 0;
}

bool IsOffice(const CellTokens& tokens, std::size_t at) {
  return tokens[at].is(WordClass::kPlaceholder) &&
         IsPlaceholder(tokens.text(at), static_cast<std::uint32_t>(PlaceholderScope::kOffice));
}

std::size_t OfficeEnd(const NameWords& words, std::size_t at) {
  const CellTokens& tokens = words.tokens;
  const bool set_off = tokens[at].before == Separator::kComma || tokens[at].bracketed;
  // "2e adjointe"
  const bool numbered = set_off && at + 1 < tokens.size() && OrdinalOf(tokens.text(at)) != 0;
  const std::size_t named = numbered ? at + 1 : at;
  if (!IsOffice(tokens, named)) return 0;
  if (set_off ? words.RatherGiven(named) : !IsBorneByNobody(tokens.text(named))) return 0;
  std::size_t end = named + 1;
  if (tokens[at].bracketed) {
    while (end < tokens.size() && tokens[end].bracketed) ++end;
    return end;
  }
  // "... adjointe et Paul ROUX": the other person.
  const auto other_person = [&](std::size_t i) {
    return IsConjunction(tokens.text(i)) && i + 1 < tokens.size() &&
           (tokens[i + 1].is(WordClass::kTitle) || words.RatherGiven(i + 1));
  };
  while (end < tokens.size() && tokens[end].before != Separator::kValue &&
         tokens[end].before != Separator::kAmpersand && !other_person(end))
    ++end;
  return end;
}

}  // namespace doublon::normalize
