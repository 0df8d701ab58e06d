#include "engine/judged_pairs.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "fmt/format.h"

namespace doublon::engine {

namespace {

constexpr std::uint32_t kSeveral = ~0U;

void Order(std::vector<cluster::Edge>* pairs) {
  std::sort(pairs->begin(), pairs->end(), [](const cluster::Edge& x, const cluster::Edge& y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
  pairs->erase(std::unique(pairs->begin(), pairs->end(),
                           [](const cluster::Edge& x, const cluster::Edge& y) {
                             return x.a == y.a && x.b == y.b;
                           }),
               pairs->end());
}

}  // namespace

StatusOr<cluster::Decisions> LocatePairs(const PreparedRun& run,
                                         const std::vector<evaluate::NamedPair>& pairs,
                                         const std::string& path) {
  absl::flat_hash_map<std::string, std::uint32_t>
      rows;  // "source, separator, id" and "separator, id" → row
  const auto name = [](std::string_view source, std::string_view id) {
    return fmt::format("{}\x1f{}", source, id);
  };
  for (const evaluate::NamedPair& pair : pairs) {
    rows.emplace(name(pair.source_a, pair.id_a), 0);
    rows.emplace(name(pair.source_b, pair.id_b), 0);
  }
  absl::flat_hash_map<std::string, std::uint32_t> found;
  for (std::uint32_t row = 0; row < run.records.size(); ++row) {
    for (const std::string& key :
         {name(run.source_names[run.sources[row]], run.ids[row]), name("", run.ids[row])}) {
      if (!rows.contains(key)) continue;
      if (const auto [at, added] = found.emplace(key, row); !added) at->second = kSeveral;
    }
  }
  cluster::Decisions decisions;
  for (const evaluate::NamedPair& pair : pairs) {
    std::uint32_t sides[2] = {0, 0};
    for (const int side : {0, 1}) {
      const std::string& source = side == 0 ? pair.source_a : pair.source_b;
      const std::string& id = side == 0 ? pair.id_a : pair.id_b;
      const auto at = found.find(name(source, id));
      if (at == found.end()) {
        return InvalidArgument(fmt::format("{}:{}: no record with id \"{}\"{}", path, pair.line, id,
                                           source.empty() ? "" : " in source \"" + source + "\""));
      }
      if (at->second == kSeveral) {
        return InvalidArgument(
            fmt::format("{}:{}: several records have the id \"{}\"", path, pair.line, id));
      }
      sides[side] = at->second;
    }
    if (sides[0] == sides[1]) continue;
    (pair.same ? decisions.same : decisions.different)
        .push_back({std::min(sides[0], sides[1]), std::max(sides[0], sides[1]), 0});
  }
  Order(&decisions.same);
  Order(&decisions.different);
  return decisions;
}

}  // namespace doublon::engine
