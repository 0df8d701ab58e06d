#include <map>
#include <string>

#include "normalize/pack/pack_steps.h"

namespace doublon::normalize::pack {

namespace {

void PackTitles(const Sources& sources, TableWriter& tables) {
  const std::map<std::string, TitleKind, std::less<>> titles = {
      {"courtesy", TitleKind::kCourtesy},
      {"courtesy_plural", TitleKind::kPlural},
      {"courtesy_couple", TitleKind::kCouple},
      {"household", TitleKind::kHousehold},
      {"marital", TitleKind::kMarital},
      {"professional", TitleKind::kOffice},
      {"religious", TitleKind::kOffice},
      {"military", TitleKind::kOffice},
      {"political", TitleKind::kOffice},
      {"nobility", TitleKind::kOffice},
      {"honorific", TitleKind::kHonorific},
      {"suffix", TitleKind::kSuffix},
      {"suffix_generation", TitleKind::kGeneration}};
  const CsvRows title_rows = sources.Open("name_titles.csv");
  for (std::size_t i = 0; i < title_rows.size(); ++i) {
    const std::string_view sex = title_rows.at(i, "sex");
    const std::uint32_t kind = Code(titles, title_rows.at(i, "kind"));
    const std::string title = Fold(title_rows.at(i, "title"));
    const std::uint32_t old = tables.Get(TableId::kTitles, title).first;
    // A word that is both a title and a generation suffix (Sr, père) carries the suffix bit beside
    // the title.
    const std::uint32_t generation =
        kind == static_cast<std::uint32_t>(TitleKind::kGeneration) ? 1U << 16 : 0;
    const std::uint32_t fresh =
        kind | (sex.empty() ? 0U : static_cast<std::uint32_t>(sex.front()) << 8) | generation;
    const bool old_is_title =
        old != 0 && (old & 0xff) != static_cast<std::uint32_t>(TitleKind::kGeneration);
    tables.PutText(TableId::kTitles, title,
                   old == 0 ? fresh : (old_is_title ? old : fresh) | (old & 1U << 16) | generation,
                   Fold(title_rows.at(i, "spelling")));
  }
}

void PackMarkers(const Sources& sources, TableWriter& tables) {
  const std::map<std::string, MarkerMeaning, std::less<>> markers = {
      {"birth_name_follows", MarkerMeaning::kBirthName},
      {"married_name_follows", MarkerMeaning::kMarriedName},
      {"married_name_follows_if_second_name", MarkerMeaning::kMarriedNameIfSecond},
      {"former_married_name_follows", MarkerMeaning::kFormerName},
      {"former_name_follows", MarkerMeaning::kFormerName},
      {"alias_follows", MarkerMeaning::kAlias},
      {"usage_name_follows", MarkerMeaning::kUsageName},
      {"care_of_follows", MarkerMeaning::kCareOf},
      {"attention_follows", MarkerMeaning::kCareOf}};
  const CsvRows marker_rows = sources.Open("name_markers.csv");
  for (std::size_t i = 0; i < marker_rows.size(); ++i) {
    tables.Put(TableId::kMarkers, Fold(marker_rows.at(i, "marker")),
               Code(markers, marker_rows.at(i, "meaning")));
  }
}

void PackGivenAbbreviations(const Sources& sources, TableWriter& tables) {
  const CsvRows short_rows = sources.Open("given_name_abbreviations.csv");
  for (std::size_t i = 0; i < short_rows.size(); ++i) {
    tables.PutText(TableId::kGivenAbbreviations, Fold(short_rows.at(i, "written")),
                   short_rows.at(i, "use") == "first", short_rows.at(i, "meant"));
  }
}

void PackOrganisationWords(const Sources& sources, TableWriter& tables) {
  const CsvRows organisation = sources.Open("organisation_words.csv");
  const std::map<std::string, OrganisationWordKind, std::less<>> kinds = {
      {"body", OrganisationWordKind::kBody},
      {"legal_form", OrganisationWordKind::kLegalForm},
      {"partner", OrganisationWordKind::kPartner},
      {"partners", OrganisationWordKind::kPartners}};
  for (std::size_t i = 0; i < organisation.size(); ++i) {
    tables.Put(TableId::kOrganisationWords, Fold(organisation.at(i, "word")),
               Code(kinds, organisation.at(i, "kind")));
  }
}

void PackDevotionalNames(const Sources& sources, TableWriter& tables) {
  const CsvRows rows = sources.Open("devotional_names.csv");
  for (std::size_t i = 0; i < rows.size(); ++i)
    tables.Put(TableId::kDevotionalNames, Fold(rows.at(i, "name")), 1);
}

}  // namespace

void PackNameWords(const Sources& sources, TableWriter& tables) {
  PackTitles(sources, tables);
  PackMarkers(sources, tables);
  PackGivenAbbreviations(sources, tables);
  PackOrganisationWords(sources, tables);
  PackDevotionalNames(sources, tables);
}

}  // namespace doublon::normalize::pack
