#include "normalize/name_titles.h"

#include <algorithm>

#include "normalize/reference.h"
#include "normalize/tables.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kTitleWordsMax = 2;  // "el hadj"
// Of a title's value: the word is a generation suffix as well.
constexpr std::uint32_t kGenerationBit = 1U << 16;

// True when the word is a part of the name though it could be a title: M-Claude, M'hamed, L'Abbé.
bool IsPartOfName(const NameWords& words, std::size_t at, const Title& title) {
  const std::size_t next = at + title.words;
  // M-Claude, M.-C., M C: an initial.
  if (next < words.tokens.size() && words.tokens.text(at).size() == 1 &&
      (words.tokens[next].before == Separator::kHyphen ||
       (words.tokens.text(next).size() == 1 && next + 1 == words.tokens.size() &&
        words.column == NameColumn::kGiven))) {
    return true;
  }
  // M BAYE: the apostrophe of M'Baye is lost, where that is the more frequent name.
  if (title.words == 1 && words.tokens.text(at) == "m" && words.holds_families() &&
      next < words.tokens.size() && !words.tokens[at].dotted &&
      !IsConjunction(words.tokens.text(next))) {
    words.scratch.assign("m").append(words.tokens.text(next));
    if (reference::FamilyNameCount(words.scratch) >
        reference::FamilyNameCount(words.tokens.text(next)))
      return true;
  }
  // M'hamed, L'Abbé: part of a name.
  if (next < words.tokens.size() && words.tokens[next].before == Separator::kApostrophe)
    return true;
  if (at > 0 && words.tokens[at].before == Separator::kApostrophe) return true;
  return false;
}

}  // namespace

bool StandsBeforeFullName(const NameWords& words, std::size_t next) {
  const std::size_t last = words.tokens.size() - 1;
  return words.column == NameColumn::kFull && next < last && words.RatherGiven(next) &&
         !words.RatherGiven(last);
}

Title TitleAt(const NameWords& words, std::size_t at) {
  const CellTokens& tokens = words.tokens;
  if (!tokens[at].is(WordClass::kTitle)) return {};
  for (std::size_t count = std::min(kTitleWordsMax, tokens.size() - at); count > 0; --count) {
    const std::uint32_t value =
        tables::Low(TableId::kTitles, count == 1 ? tokens.text(at) : tokens.Phrase(at, at + count));
    const auto kind = static_cast<TitleKind>(value & 0xff);
    if (value == 0 || kind == TitleKind::kGeneration || kind == TitleKind::kSuffix) continue;
    return {kind, static_cast<char>(value >> 8 & 0xff), count};
  }
  return {};
}

bool StripsTitle(const NameWords& words, std::size_t at, const Title& title) {
  const std::size_t next = at + title.words;
  if (IsPartOfName(words, at, title)) return false;
  const std::string_view word = words.tokens.text(at);
  if (title.kind == TitleKind::kHonorific) {
    // Hadj, Sidi, Don: titles before a given name, part of a family name.
    return words.column != NameColumn::kFamily && words.column != NameColumn::kBirth &&
           next < words.tokens.size() &&
           (words.column == NameColumn::kGiven || next + 1 < words.tokens.size());
  }
  if (title.words == 1 && title.kind != TitleKind::kCourtesy &&
      reference::FamilyNameCount(word) >= kNameNotTitleBearers) {
    // Maître ROUX Paul, Maître Paul Roux: a title. BARON Paul, Baron Jean Paul: it is the family
    // name itself.
    const bool before_capitals =
        words.column == NameColumn::kFull && next + 1 < words.tokens.size() &&
        words.tokens[at].letters != LetterCase::kUpper && words.tokens[next].size > 1 &&
        words.tokens[next].letters == LetterCase::kUpper;
    if (before_capitals) return true;
    return StandsBeforeFullName(words, next) && (words.tokens[at].letters != LetterCase::kUpper ||
                                                 words.tokens[next].letters == LetterCase::kUpper);
  }
  if (title.kind == TitleKind::kCourtesy && word.size() > 1 &&
      reference::FamilyNameCount(word) >= kNameNotTitleBearers) {
    return words.tokens[at].dotted || StandsBeforeFullName(words, next);
  }
  if (words.column == NameColumn::kGiven && next == words.tokens.size() &&
      title.kind != TitleKind::kCourtesy) {
    return reference::GivenNameCount(word) == 0;
  }
  // M. and M alone: a title with more behind it, else an initial in a given name column.
  return !(word == "m" && next == words.tokens.size() && words.column == NameColumn::kGiven &&
           !words.tokens[at].dotted);
}

Suffix SuffixAt(const NameWords& words, std::size_t at) {
  const CellTokens& tokens = words.tokens;
  if (!tokens[at].is(WordClass::kTitle)) return Suffix::kNone;
  const std::uint32_t title = tables::Low(TableId::kTitles, tokens.text(at));
  const bool generation = (title & kGenerationBit) != 0;
  const bool degree = (title & 0xff) == static_cast<std::uint32_t>(TitleKind::kSuffix) &&
                      words.column == NameColumn::kFull;
  if (!generation && !degree) return Suffix::kNone;
  const bool last = at + 1 == tokens.size() || tokens[at + 1].before == Separator::kComma ||
                    tokens[at + 1].bracketed;
  if (!last || tokens[at].before == Separator::kHyphen) return Suffix::kNone;
  const bool roman = tokens.text(at).find_first_not_of("iv") == std::string_view::npos;
  if (roman && tokens[at].letters != LetterCase::kUpper) return Suffix::kNone;
  return generation ? Suffix::kGeneration : Suffix::kDegree;
}

}  // namespace doublon::normalize
