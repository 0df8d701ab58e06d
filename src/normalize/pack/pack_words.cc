#include <map>
#include <string>

#include "normalize/ordinal.h"
#include "normalize/pack/pack_steps.h"

namespace doublon::normalize::pack {

namespace {

void PackPlaceholders(const Sources& sources, TableWriter& tables) {
  const std::map<std::string, PlaceholderScope, std::less<>> scopes = {
      {"any", PlaceholderScope::kAny},
      {"email", PlaceholderScope::kEmail},
      {"phone", PlaceholderScope::kPhone},
      {"address", PlaceholderScope::kAddress},
      {"remark", PlaceholderScope::kRemark}};
  const auto add = [&tables](std::string_view written, std::uint32_t scope) {
    const std::string word = Fold(written);
    tables.Put(TableId::kPlaceholders, word,
               tables.Get(TableId::kPlaceholders, word).first | scope);
  };
  const CsvRows words = sources.Open("placeholders.csv");
  for (std::size_t i = 0; i < words.size(); ++i) {
    add(words.at(i, "word"), Code(scopes, words.at(i, "scope")));
  }
  const CsvRows offices = sources.Open("offices.csv");
  for (std::size_t i = 0; i < offices.size(); ++i)
    add(offices.at(i, "word"), static_cast<std::uint32_t>(PlaceholderScope::kOffice));
}

}  // namespace

void PackOthers(const Sources& sources, TableWriter& tables) {
  PackPlaceholders(sources, tables);
  const CsvRows headers = sources.Open("column_headers.csv");
  for (std::size_t i = 0; i < headers.size(); ++i) {
    std::string header = Fold(headers.at(i, "header"));
    std::erase(header, ' ');
    tables.PutText(TableId::kHeaders, header, 0, headers.at(i, "field"));
  }
  const CsvRows months = sources.Open("month_names.csv"),
                numbers = sources.Open("number_words.csv");
  for (std::size_t i = 0; i < months.size(); ++i) {
    tables.Put(TableId::kMonths, Fold(months.at(i, "name")), Number(months.at(i, "month")));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    tables.Put(TableId::kNumberWords, Fold(numbers.at(i, "word")), Number(numbers.at(i, "number")));
  }
  const CsvRows genders = sources.Open("gender_words.csv");
  for (std::size_t i = 0; i < genders.size(); ++i) {
    tables.Put(TableId::kGenders, genders.at(i, "word"),
               static_cast<std::uint32_t>(genders.at(i, "sex").front()));
  }
  const CsvRows letters = sources.Open("transliteration.csv"),
                countries = sources.Open("countries.csv");
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string letter(letters.at(i, "letter"));
    if (letters.at(i, "latin").empty()) {
      tables.Put(TableId::kLetters, letter, 0);
    } else {
      tables.PutText(TableId::kLetters, letter, 0, letters.at(i, "latin"));
    }
  }
  for (std::size_t i = 0; i < countries.size(); ++i) {
    tables.PutText(TableId::kCountries, Fold(countries.at(i, "written")), 0,
                   countries.at(i, "country"));
  }
  const std::map<std::string, DateTreatment, std::less<>> treatments = {
      {"suspect", DateTreatment::kSuspect}, {"missing", DateTreatment::kMissing}};
  const CsvRows dates = sources.Open("birth_date_suspects.csv");
  for (std::size_t i = 0; i < dates.size(); ++i) {
    tables.Put(TableId::kDateSuspects, dates.at(i, "pattern"),
               Code(treatments, dates.at(i, "treatment")));
  }
}

// What each word can be the beginning of, from the tables packed before.
void PackWordClasses(TableWriter& tables) {
  const auto mark = [&tables](std::string_view word, std::uint32_t bits) {
    tables.Put(TableId::kWordClasses, word, tables.Get(TableId::kWordClasses, word).first | bits);
  };
  const std::pair<TableId, WordClass> classes[] = {
      {TableId::kTitles, WordClass::kTitle},
      {TableId::kMarkers, WordClass::kMarker},
      {TableId::kParticles, WordClass::kParticle},
      {TableId::kOrganisationWords, WordClass::kOrganisation},
      {TableId::kPlaceholders, WordClass::kPlaceholder},
      {TableId::kStreetTypes, WordClass::kStreetType},
      {TableId::kStreetTypesAfter, WordClass::kStreetTypeAfter},
      {TableId::kMonths, WordClass::kMonth},
      {TableId::kNumberWords, WordClass::kNumberWord},
      {TableId::kCountries, WordClass::kCountry},
      {TableId::kGivenAbbreviations, WordClass::kGivenAbbreviation},
      {TableId::kShortInitials, WordClass::kShortInitials}};
  for (const auto& [table, bit] : classes) {
    tables.ForEntries(table, [&, bit = bit](std::string_view key, std::uint32_t) {
      mark(key.substr(0, key.find(' ')), static_cast<std::uint32_t>(bit));
    });
  }
  tables.ForEntries(TableId::kAddressWords, [&](std::string_view key, std::uint32_t) {
    const auto kind = static_cast<unsigned>(key.front() - 'a');
    key.remove_prefix(1);
    const bool cedex = kind == static_cast<unsigned>(AddressWordKind::kDelivery);
    mark(key.substr(0, key.find(' ')),
         static_cast<std::uint32_t>(WordClass::kAddressWord) << kind |
             (cedex ? static_cast<std::uint32_t>(WordClass::kTownEnd) : 0U));
  });
  tables.ForEntries(TableId::kStreetTypes, [&](std::string_view key, std::uint32_t) {
    const std::size_t space = key.find(' ');
    if (space != std::string_view::npos)
      mark(key.substr(0, space), static_cast<std::uint32_t>(WordClass::kLongStreetType));
  });
  // Headers are compared without spaces: every beginning of one may be the first word of a cell.
  tables.ForEntries(TableId::kHeaders, [&](std::string_view key, std::uint32_t) {
    for (std::size_t size = 1; size <= key.size(); ++size)
      mark(key.substr(0, size), static_cast<std::uint32_t>(WordClass::kHeader));
  });
  const auto town_end = static_cast<std::uint32_t>(WordClass::kTownEnd);
  tables.ForEntries(TableId::kCities, [&](std::string_view key, std::uint32_t population) {
    const std::size_t space = key.rfind(' ');
    if (population >= kLargeTown)
      mark(key.substr(space == std::string_view::npos ? 0 : space + 1), town_end);
  });
  for (const std::string_view article : {"le", "la", "les", "e", "er", "eme"})
    mark(article, town_end);
  for (const std::string_view roman : kRomanNumbers) {
    for (const char* ending : {"", "e", "er", "eme", "ieme"})
      mark(std::string(roman) + ending, town_end);
  }
}

}  // namespace doublon::normalize::pack
