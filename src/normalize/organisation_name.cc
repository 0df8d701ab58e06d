#include "normalize/organisation_name.h"

#include <array>

#include "normalize/reference.h"
#include "normalize/tables.h"

namespace doublon::normalize {

namespace {

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
  if (tables::Low(TableId::kOrganisationWords, {form.data(), size}) !=
      static_cast<std::uint32_t>(OrganisationWordKind::kLegalForm)) {
    return false;
  }
  const std::size_t begin = out.text().size();
  out.text() += words.tokens.Phrase(size, words.tokens.size());
  out.Add(NameRole::kOrganisation, 0, begin);
  return true;
}

}  // namespace

bool ReadOrganisation(const NameWords& words, NameParts& out) {
  if (words.column == NameColumn::kGiven || words.column == NameColumn::kBirth ||
      words.tokens.size() < 2)
    return false;
  const std::size_t last = words.tokens.size() - 1;
  if (ReadSpeltOutForm(words, out)) return true;
  if (!words.tokens[0].is(WordClass::kOrganisation) &&
      !words.tokens[last].is(WordClass::kOrganisation))
    return false;
  const auto kind = [&](std::size_t i) {
    return tables::Low(TableId::kOrganisationWords, words.tokens.text(i));
  };
  const auto legal = static_cast<std::uint32_t>(OrganisationWordKind::kLegalForm);
  const auto body = static_cast<std::uint32_t>(OrganisationWordKind::kBody);
  const auto borne = [&](std::size_t i) {
    return reference::FamilyNameCount(words.tokens.text(i)) >= kNameNotTitleBearers ||
           words.RatherGiven(i);
  };
  const std::uint32_t first_pair =
      tables::Low(TableId::kOrganisationWords, words.tokens.Phrase(0, 2));
  const bool begins = (kind(0) != 0 && !borne(0)) || first_pair != 0;
  const bool ends = (kind(last) == legal && !borne(last)) ||
                    (kind(last) == body && words.tokens.size() > 2 && !borne(last));
  if (!begins && !ends) return false;
  const std::size_t begin = out.text().size();
  for (std::size_t i = 0; i <= last; ++i) {
    if (kind(i) == legal) continue;
    if (out.text().size() > begin) out.text() += ' ';
    out.text() += words.tokens.text(i);
  }
  out.Add(NameRole::kOrganisation, 0, begin);
  return true;
}

}  // namespace doublon::normalize
