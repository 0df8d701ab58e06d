#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "fmt/format.h"
#include "normalize/profile.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using record::Column;
using record::Kind;

// A column of a source.
struct Place {
  std::size_t source, column;
  friend auto operator<=>(const Place&, const Place&) = default;
};

bool IsCustom(Kind kind) noexcept {
  return kind == Kind::kText || kind == Kind::kCategory || kind == Kind::kNumber ||
         kind == Kind::kDate || kind == Kind::kIdentifier;
}

std::size_t SharedCount(const std::vector<std::uint64_t>& a,
                        const std::vector<std::uint64_t>& b) noexcept {
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) ++shared;
    const bool step_i = a[i] <= b[j], step_j = b[j] <= a[i];
    i += step_i;
    j += step_j;
  }
  return shared;
}

double ShareOfSmaller(const std::vector<std::uint64_t>& a,
                      const std::vector<std::uint64_t>& b) noexcept {
  const std::size_t smaller = std::min(a.size(), b.size());
  return smaller == 0 ? 0 : static_cast<double>(SharedCount(a, b)) / static_cast<double>(smaller);
}

class Matcher {
 public:
  explicit Matcher(std::span<const GuessedSource> sources) : sources_(sources) {
    for (std::size_t s = 0; s < sources.size(); ++s) {
      for (std::size_t c = 0; c < sources[s].schema->columns.size(); ++c) {
        by_header_[text::Fold(sources[s].schema->columns[c].header)].push_back({s, c});
      }
    }
  }

  void Run() {
    for (const auto& [header, places] : by_header_) {
      if (places.size() > 1) Agree(places);
    }
    MatchByContents();
  }

 private:
  Column& At(Place place) { return sources_[place.source].schema->columns[place.column]; }
  const ColumnProfile& ProfileAt(Place place) const {
    return sources_[place.source].profiles[place.column];
  }

  // One header in several sources: the kind of the fullest. What a source holds nothing of, or only
  // one value, stays so.
  void Agree(const std::vector<Place>& places) {
    if (std::any_of(places.begin(), places.end(),
                    [&](Place p) { return At(p).kind == Kind::kRecordId; }))
      return;
    KeepRecurringCodes(places);
    const auto telling = [&](Place p) { return At(p).kind != Kind::kIgnored; };
    const auto fullest = std::max_element(places.begin(), places.end(), [&](Place a, Place b) {
      return std::tuple(telling(a), ProfileAt(a).filled, At(a).kind) <
             std::tuple(telling(b), ProfileAt(b).filled, At(b).kind);
    });
    if (!telling(*fullest)) return;
    for (const Place place : places) {
      Column& column = At(place);
      if (column.kind == At(*fullest).kind || ProfileAt(place).filled == 0) continue;
      if (!IsCustom(column.kind) && column.kind != Kind::kIgnored) continue;
      column.kind = At(*fullest).kind;
      column.reason = fmt::format("as in {}", sources_[fullest->source].schema->source);
    }
  }

  // Codes that are all different within a source but found in another name something there is.
  void KeepRecurringCodes(const std::vector<Place>& places) {
    constexpr std::size_t kSharedMin = 3;
    constexpr double kShareMin = 0.01;
    for (const Place a : places) {
      for (const Place b : places) {
        if (a.source >= b.source || At(a).kind != Kind::kIgnored || At(b).kind != Kind::kIgnored)
          continue;
        if (ProfileAt(a).counts_rows || ProfileAt(b).counts_rows || ProfileAt(a).distinct < 2)
          continue;
        const std::size_t shared = SharedCount(ProfileAt(a).values, ProfileAt(b).values);
        if (shared < kSharedMin ||
            ShareOfSmaller(ProfileAt(a).values, ProfileAt(b).values) < kShareMin)
          continue;
        for (const Place place : {a, b}) {
          At(place).kind = Kind::kIdentifier;
          At(place).reason = "codes that come back in another file";
        }
      }
    }
  }

  // Custom columns whose header no other source has: matched when each is the other's best by the
  // words they hold.
  void MatchByContents() {
    constexpr double kWordsMin = 0.15;
    std::vector<Place> alone;
    for (const auto& [header, places] : by_header_) {
      if (places.size() == 1 &&
          (At(places[0]).kind == Kind::kText || At(places[0]).kind == Kind::kCategory)) {
        alone.push_back(places[0]);
      }
    }
    const auto best_of = [&](Place a) {
      double best = kWordsMin;
      const Place* found = nullptr;
      for (const Place& b : alone) {
        if (b.source == a.source) continue;
        const double likeness = ShareOfSmaller(ProfileAt(a).words, ProfileAt(b).words);
        if (likeness > best) {
          best = likeness;
          found = &b;
        }
      }
      return found;
    };
    std::set<Place> matched;
    for (const Place& a : alone) {
      const Place* b = best_of(a);
      if (b == nullptr || matched.contains(a) || matched.contains(*b)) continue;
      const Place* back = best_of(*b);
      if (back == nullptr || *back != a) continue;
      matched.insert({a, *b});
      At(*b).field_header = At(a).header;
      At(*b).kind = At(a).kind =
          At(a).kind == Kind::kText || At(*b).kind == Kind::kText ? Kind::kText : Kind::kCategory;
      At(*b).reason =
          fmt::format("words as in {} of {}", At(a).header, sources_[a.source].schema->source);
    }
  }

  std::span<const GuessedSource> sources_;
  std::map<std::string, std::vector<Place>> by_header_;  // folded header → columns
};

}  // namespace

void MatchColumns(std::span<const GuessedSource> sources) {
  if (sources.size() > 1) Matcher(sources).Run();
}

}  // namespace doublon::normalize
