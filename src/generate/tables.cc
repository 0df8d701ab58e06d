#include "generate/tables.h"

#include <algorithm>
#include <charconv>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"
#include "generate/letters.h"

extern "C" {
extern const char doublon_generate_given_names[];
extern const char doublon_generate_given_names_end[];
extern const char doublon_generate_nicknames[];
extern const char doublon_generate_nicknames_end[];
extern const char doublon_generate_family_names[];
extern const char doublon_generate_family_names_end[];
extern const char doublon_generate_family_name_tail[];
extern const char doublon_generate_family_name_tail_end[];
extern const char doublon_generate_communes[];
extern const char doublon_generate_communes_end[];
extern const char doublon_generate_streets[];
extern const char doublon_generate_streets_end[];
}

namespace doublon::generate {
namespace {

// Lines after the header, split at commas. The lists hold no quotes (tools/reduce_generate.py).
template <typename Use>
void ForEachLine(const char* begin, const char* end, std::size_t cell_count, Use use) {
  std::string_view rest(begin, static_cast<std::size_t>(end - begin));
  std::vector<std::string_view> cells;
  bool header = true;
  while (!rest.empty()) {
    const std::size_t line_end = rest.find('\n');
    DOUBLON_CHECK(line_end != std::string_view::npos);
    std::string_view line = rest.substr(0, line_end);
    rest.remove_prefix(line_end + 1);
    cells.clear();
    while (true) {
      const std::size_t comma = line.find(',');
      cells.push_back(line.substr(0, comma));
      if (comma == std::string_view::npos) break;
      line.remove_prefix(comma + 1);
    }
    DOUBLON_CHECK(cells.size() == cell_count);
    if (!header) use(cells);
    header = false;
  }
}

std::uint32_t Number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  DOUBLON_CHECK(error == std::errc() && end == digits.data() + digits.size());
  return value;
}

bool IsVowel(char c) { return std::string_view("AEIOUYaeiouy").find(c) != std::string_view::npos; }

// Where a syllable starts nearest to the middle: a consonant before a vowel; 0 when there is none.
std::size_t SyllableBreak(std::string_view name) {
  std::size_t best = 0;
  for (std::size_t i = 2; i + 2 < name.size(); ++i) {
    if (IsVowel(name[i]) || !IsVowel(name[i + 1])) continue;
    const auto distance = [&name](std::size_t at) {
      return at > name.size() / 2 ? at - name.size() / 2 : name.size() / 2 - at;
    };
    if (best == 0 || distance(i) < distance(best)) best = i;
  }
  return best;
}

}  // namespace

const Tables& Tables::Read() {
  static const Tables tables;
  return tables;
}

Tables::Tables() {
  ReadGivenNames();
  ReadShortForms();
  ReadFamilyNames();
  ReadPlaces();
}

void Tables::ReadGivenNames() {
  std::array<std::array<std::vector<double>, kDecadeCount>, 2> weights;
  double total = 0;
  ForEachLine(
      doublon_generate_given_names, doublon_generate_given_names_end, 2 + kDecadeCount,
      [&](const std::vector<std::string_view>& cells) {
        const std::size_t sex = cells[0] == "M" ? 1 : 0;
        double births = 0;
        for (std::size_t decade = 0; decade < kDecadeCount; ++decade) {
          weights[sex][decade].push_back(Number(cells[2 + decade]));
          births += weights[sex][decade].back();
        }
        total += births;
        given_names_[sex].push_back({std::string(cells[1]), WithoutAccents(cells[1]), births, {}});
      });
  for (std::size_t sex = 0; sex < 2; ++sex) {
    for (GivenName& name : given_names_[sex]) name.share /= total;
    for (std::size_t decade = 0; decade < kDecadeCount; ++decade) {
      given_draw_[sex][decade] = AliasTable(weights[sex][decade]);
    }
  }
}

void Tables::ReadShortForms() {
  absl::flat_hash_map<std::string, std::vector<std::uint32_t>> forms;
  ForEachLine(
      doublon_generate_nicknames, doublon_generate_nicknames_end, 2,
      [&](const std::vector<std::string_view>& cells) {
        forms[std::string(cells[0])].push_back(static_cast<std::uint32_t>(short_forms_.size()));
        short_forms_.emplace_back(cells[1]);
      });
  for (auto& names : given_names_) {
    for (GivenName& name : names) {
      if (const auto found = forms.find(name.shown); found != forms.end()) {
        name.short_forms = found->second;
      }
    }
  }
}

void Tables::ReadFamilyNames() {
  std::vector<double> weights;
  double total = 0;
  ForEachLine(doublon_generate_family_names, doublon_generate_family_names_end, 2,
              [&](const std::vector<std::string_view>& cells) {
                family_names_.push_back({TitleCase(cells[0]), 0});
                weights.push_back(Number(cells[1]));
                total += weights.back();
              });
  ForEachLine(doublon_generate_family_name_tail, doublon_generate_family_name_tail_end, 2,
              [&](const std::vector<std::string_view>& cells) {
                weights.push_back(Number(cells[1]));
                total += weights.back();
                rare_bands_.push_back({Number(cells[0]), 0});
              });
  for (std::size_t i = 0; i < family_names_.size(); ++i)
    family_names_[i].share = weights[i] / total;
  for (std::size_t i = 0; i < rare_bands_.size(); ++i) {
    rare_bands_[i].share = weights[family_names_.size() + i] / total / rare_bands_[i].names;
  }
  family_draw_ = AliasTable(weights);
  // The first thousands of names are too well known to be cut in halves.
  constexpr std::size_t kFirstRareName = 5000;
  for (std::size_t i = kFirstRareName; i < family_names_.size(); ++i) {
    const std::string& name = family_names_[i].shown;
    if (name.size() > 10 || name.find_first_of(" -'") != std::string::npos) continue;
    if (const std::size_t middle = SyllableBreak(name); middle > 0) {
      rare_halves_.emplace_back(name.substr(0, middle), name.substr(middle));
    }
  }
  DOUBLON_CHECK(!rare_halves_.empty());
}

void Tables::ReadPlaces() {
  std::vector<double> weights;
  ForEachLine(doublon_generate_communes, doublon_generate_communes_end, 3,
              [&](const std::vector<std::string_view>& cells) {
                Commune& commune = communes_.emplace_back();
                commune.shown = std::string(cells[0]);
                commune.population = Number(cells[1]);
                weights.push_back(commune.population);
                for (std::size_t at = 0; at < cells[2].size(); at += 6) {
                  commune.postcodes.push_back(cells[2].substr(at, 5));
                }
                DOUBLON_CHECK(!commune.postcodes.empty());
              });
  commune_draw_ = AliasTable(weights);
  weights.clear();
  ForEachLine(doublon_generate_streets, doublon_generate_streets_end, 3,
              [&](const std::vector<std::string_view>& cells) {
                streets_.push_back({cells[0], std::string(cells[1])});
                weights.push_back(Number(cells[2]));
              });
  street_draw_ = AliasTable(weights);
}

const GivenName& Tables::DrawGivenName(Sex sex, int birth_year, Random& random) const {
  const int last_decade = static_cast<int>(kDecadeCount) - 1;
  const int decade = std::clamp((birth_year - kFirstDecade) / 10, 0, last_decade);
  const auto s = static_cast<std::size_t>(sex);
  return given_names_[s][given_draw_[s][static_cast<std::size_t>(decade)].Sample(random)];
}

Tables::DrawnFamilyName Tables::DrawFamilyName(Random& random) const {
  const std::uint32_t index = family_draw_.Sample(random);
  if (index < family_names_.size()) return family_names_[index];
  const std::size_t band = index - family_names_.size();
  const std::uint64_t number = random.Below(rare_bands_[band].names);
  return {ComposeRareName((std::uint64_t{band} << 32) | number), rare_bands_[band].share};
}

std::string Tables::ComposeRareName(std::uint64_t number) const {
  Random choice(0x72617265, number);
  const auto count = static_cast<std::uint32_t>(rare_halves_.size());
  return rare_halves_[choice.Below(count)].first + rare_halves_[choice.Below(count)].second;
}

std::uint32_t Tables::StreetOf(std::uint32_t commune, std::uint32_t slot) const {
  return street_draw_.At(Scatter((std::uint64_t{commune} << 32) | slot));
}

}  // namespace doublon::generate
