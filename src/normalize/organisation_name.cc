#include "normalize/organisation_name.h"

#include <array>

#include "normalize/name_titles.h"
#include "normalize/reference.h"
#include "normalize/tables.h"

namespace doublon::normalize {

namespace {

OrganisationWordKind KindOf(std::string_view word) noexcept {
  return static_cast<OrganisationWordKind>(tables::Low(TableId::kOrganisationWords, word));
}

bool IsBorne(const NameWords& words, std::size_t at) {
  return reference::FamilyNameCount(words.tokens.text(at)) >= kNameNotTitleBearers ||
         words.RatherGiven(at);
}

// S.A.R.L. DUPONT: a legal form of three letters and more, each with its dot. (S.A. may be
// initials.)
bool ReadSpeltOutForm(const NameWords& words, NameParts& out) {
  constexpr std::size_t kLettersMin = 3, kLettersMax = 6;
  std::array<char, kLettersMax> form;
  std::size_t size = 0;
  while (size < words.tokens.size() && size < form.size() && words.tokens[size].size == 1 &&
         words.tokens[size].dotted) {
    form[size] = words.tokens.text(size)[0];
    ++size;
  }
  if (size < kLettersMin || size == words.tokens.size()) return false;
  if (KindOf({form.data(), size}) != OrganisationWordKind::kLegalForm) return false;
  const std::size_t begin = out.text().size();
  out.text() += words.tokens.Phrase(size, words.tokens.size());
  out.Add(NameRole::kOrganisation, 0, begin);
  return true;
}

// LEGRAND et Fils, Roux & Cie, LEGRAND Frères. M. Legrand et fils are persons.
bool IsFirm(const NameWords& words) {
  const CellTokens& tokens = words.tokens;
  const std::size_t last = tokens.size() - 1;
  const OrganisationWordKind kind = KindOf(tokens.text(last));
  if (kind != OrganisationWordKind::kPartner && kind != OrganisationWordKind::kPartners)
    return false;
  if (TitleAt(words, 0).words != 0) return false;
  const bool sign = tokens[last].before == Separator::kAmpersand;
  const bool conjunction =
      last > 1 && IsConjunction(tokens.text(last - 1)) && tokens.text(last - 1) != "ou";
  return sign || conjunction || kind == OrganisationWordKind::kPartners;
}

// A word that organisations begin with, or one that they end with.
bool IsBody(const NameWords& words) {
  const std::size_t last = words.tokens.size() - 1;
  const OrganisationWordKind first = KindOf(words.tokens.text(0)),
                             end = KindOf(words.tokens.text(last));
  const auto names = [](OrganisationWordKind kind) {
    return kind == OrganisationWordKind::kBody || kind == OrganisationWordKind::kLegalForm;
  };
  if (names(first) && !IsBorne(words, 0)) return true;
  if (names(KindOf(words.tokens.Phrase(0, 2)))) return true;
  const bool ends = end == OrganisationWordKind::kLegalForm ||
                    (end == OrganisationWordKind::kBody && words.tokens.size() > 2);
  return ends && !IsBorne(words, last);
}

}  // namespace

bool ReadOrganisation(const NameWords& words, NameParts& out) {
  const CellTokens& tokens = words.tokens;
  if (words.column == NameColumn::kGiven || words.column == NameColumn::kBirth || tokens.size() < 2)
    return false;
  if (ReadSpeltOutForm(words, out)) return true;
  const std::size_t last = tokens.size() - 1;
  if (!tokens[0].is(WordClass::kOrganisation) && !tokens[last].is(WordClass::kOrganisation))
    return false;
  const bool firm = IsFirm(words);
  if (!firm && !IsBody(words)) return false;
  std::string& text = out.text();
  const std::size_t begin = text.size();
  for (std::size_t i = 0; i <= last; ++i) {
    if (KindOf(tokens.text(i)) == OrganisationWordKind::kLegalForm) continue;
    if (text.size() > begin) text += ' ';
    // Roux & Fils is Roux et Fils.
    if (firm && i == last && tokens[i].before == Separator::kAmpersand)
      text += words.context.locale == record::Locale::kFrench ? "et " : "and ";
    text += tokens.text(i);
  }
  out.Add(NameRole::kOrganisation, 0, begin);
  return true;
}

}  // namespace doublon::normalize
