#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/alias_table.h"

namespace doublon::generate {

enum class Sex : std::uint8_t { kFemale = 0, kMale = 1 };

inline constexpr int kFirstDecade = 1910;  // of the given name table: 1910-1919 ... 2000-2009
inline constexpr std::size_t kDecadeCount = 10;

struct GivenName {
  std::string shown;                       // "Jean-François"
  std::string plain;                       // "Jean-Francois"
  double share = 0;                        // of all births of the table
  std::vector<std::uint32_t> short_forms;  // indexes into Tables::short_forms
};

struct Commune {
  std::string shown;  // "Saint-Étienne"
  std::uint32_t population = 0;
  std::vector<std::string_view> postcodes;  // five digits each
};

struct Street {
  std::string_view type;  // "rue"
  std::string name;       // "de l'Église"
};

// The built-in lists of names and places (datasets/generate), with what is needed to draw from
// them. Immutable once read.
// Thread safety: const methods may be called from several threads at once.
class Tables {
 public:
  // Parses the lists. Cost: about 50 ms and 15 MB; only `generate` pays it. The process ends on a
  // list that is not what the build expects, for they are part of the program.
  static const Tables& Read();

  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  // A given name of a person of that sex born in that year (INSEE counts of the decade).
  const GivenName& DrawGivenName(Sex sex, int birth_year, Random& random) const;
  // A family name in title case, with its share of all births. 71 % of draws come from the table;
  // names rarer than the table are put together from halves of rare names, since INSEE tells their
  // number but not (for the rarest) their spelling.
  struct DrawnFamilyName {
    std::string shown;  // "Le Gall"
    double share = 0;
  };
  DrawnFamilyName DrawFamilyName(Random& random) const;
  std::uint32_t DrawCommune(Random& random) const { return commune_draw_.Sample(random); }
  // Street number `slot` of a commune: which streets a commune has depends on (commune, slot) only.
  std::uint32_t StreetOf(std::uint32_t commune, std::uint32_t slot) const;

  const Commune& commune(std::uint32_t index) const { return communes_[index]; }
  const Street& street(std::uint32_t index) const { return streets_[index]; }
  const std::string& short_form(std::uint32_t index) const { return short_forms_[index]; }
  // Births of the named family names and of the tail, for tests: (title case, share).
  const std::vector<DrawnFamilyName>& family_names() const { return family_names_; }

 private:
  Tables();
  void ReadGivenNames();
  void ReadShortForms();
  void ReadFamilyNames();
  void ReadPlaces();
  std::string ComposeRareName(std::uint64_t number) const;

  std::array<std::vector<GivenName>, 2> given_names_;
  std::array<std::array<AliasTable, kDecadeCount>, 2> given_draw_;
  std::vector<std::string> short_forms_;
  std::vector<DrawnFamilyName> family_names_;
  struct RareBand {
    std::uint32_t names = 0;
    double share = 0;
  };
  std::vector<RareBand> rare_bands_;
  std::vector<std::pair<std::string, std::string>> rare_halves_;
  AliasTable family_draw_;  // family_names_, then rare_bands_
  std::vector<Commune> communes_;
  AliasTable commune_draw_;
  std::vector<Street> streets_;
  AliasTable street_draw_;
};

}  // namespace doublon::generate
