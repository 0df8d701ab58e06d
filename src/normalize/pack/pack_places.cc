#include <map>
#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "normalize/city_key.h"
#include "normalize/pack/pack_steps.h"
#include "text/fold.h"

namespace doublon::normalize::pack {

namespace {

std::string CityKey(const TableWriter& tables, std::string_view name) {
  const std::string folded = Fold(name);
  std::vector<std::string_view> tokens;
  text::SplitTokens(folded, tokens);
  std::string key;
  AppendCityKey(
      tokens,
      [&tables](std::string_view word) {
        const std::string city_word =
            static_cast<char>('a' + static_cast<int>(AddressWordKind::kCityWord)) +
            std::string(word);
        const std::uint32_t text = tables.Get(TableId::kAddressWords, city_word).second;
        return text == 0 ? std::string_view() : tables.TextAt(text);
      },
      key);
  return key;
}

}  // namespace

void PackAddressWords(const Sources& sources, TableWriter& tables) {
  const std::map<std::string, AddressWordKind, std::less<>> kinds = {
      {"name_word", AddressWordKind::kNameWord},    {"initial", AddressWordKind::kInitial},
      {"complement", AddressWordKind::kComplement}, {"delivery", AddressWordKind::kDelivery},
      {"repetition", AddressWordKind::kRepetition}, {"city_word", AddressWordKind::kCityWord},
      {"care_of", AddressWordKind::kCareOf},        {"stop_word", AddressWordKind::kStopWord}};
  for (const char* file : {"address_words.csv", "address_words_more.csv"}) {
    const CsvRows rows = sources.Open(file);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t kind = Code(kinds, rows.at(i, "kind"));
      const std::string folded = Fold(rows.at(i, "variant")), full = Fold(rows.at(i, "expands_to"));
      const std::uint32_t ambiguous = rows.at(i, "ambiguous") == "1" ? kAmbiguousBit : 0;
      const auto key = [&](AddressWordKind k) {
        return static_cast<char>('a' + static_cast<int>(k)) + folded;
      };
      const std::string own = key(static_cast<AddressWordKind>(kind));
      if (!tables.Has(TableId::kAddressWords, own))
        tables.PutText(TableId::kAddressWords, own, ambiguous, full);
      if (full.starts_with("saint"))
        tables.PutText(TableId::kAddressWords, key(AddressWordKind::kCityWord), 0, full);
    }
  }
}

void PackStreetTypes(const Sources& sources, TableWriter& tables) {
  const CsvRows rows = sources.Open("street_types.csv");
  std::map<std::string, std::uint32_t, std::less<>> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string canonical = Fold(rows.at(i, "canonical"));
    const std::uint32_t id =
        ids.try_emplace(canonical, static_cast<std::uint32_t>(ids.size() + 1)).first->second;
    if (id > 255) Stop("more than 255 street types");
    const std::string_view language = rows.at(i, "language");
    const bool after = language == "en" || language == "nl" || language.starts_with("de");
    const TableId table = after ? TableId::kStreetTypesAfter : TableId::kStreetTypes;
    const std::uint32_t low = id | (rows.at(i, "ambiguous") == "1" ? kAmbiguousBit : 0);
    for (const std::string& variant : {Fold(rows.at(i, "variant")), canonical}) {
      if (!tables.Has(table, variant))
        tables.PutText(table, variant, variant == canonical ? id : low, canonical);
    }
  }
}

void PackCommunes(const Sources& sources, TableWriter& tables) {
  const CsvRows rows = sources.Open("communes.csv");
  std::map<std::string, std::set<std::uint32_t>, std::less<>> populations;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string_view postcode = rows.at(i, "postcode");
    const std::string city = CityKey(tables, rows.at(i, "name"));
    tables.Put(TableId::kPostcodes, postcode, 1);
    for (const std::string_view place : {postcode, postcode.substr(0, 2)}) {
      tables.Put(TableId::kPostcodeCities, fmt::format("{}\x1f{}", place, city), 1);
    }
    // A town of several postcodes has one population on each of its rows: distinct figures are
    // distinct places.
    populations[city].insert(Number(rows.at(i, "population")));
  }
  for (const auto& [city, figures] : populations) {
    std::uint32_t sum = 0;
    for (const std::uint32_t figure : figures) sum += figure;
    tables.Put(TableId::kCities, city, sum);
  }
  const CsvRows parts = sources.Open("city_arrondissements.csv");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string city = CityKey(tables, parts.at(i, "city"));
    const std::uint32_t number = Number(parts.at(i, "arrondissement"));
    tables.PutText(TableId::kArrondissements, parts.at(i, "postcode"), number, city);
    tables.PutText(TableId::kArrondissements, parts.at(i, "insee_code"), number, city);
    const std::string name = fmt::format("{} {}", city, number);
    if (!tables.Has(TableId::kArrondissementPostcodes, name)) {
      tables.PutText(TableId::kArrondissementPostcodes, name, 0, parts.at(i, "postcode"));
    }
  }
}

}  // namespace doublon::normalize::pack
