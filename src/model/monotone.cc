#include "model/monotone.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace doublon::model {

namespace {

// Adjacent ordered levels that weigh alike.
struct Pool {
  std::size_t begin, end;      // places in the ordered levels
  double same = 0, other = 0;  // their share in the classes of either sort
  double Weight() const noexcept { return std::log2((same + 1e-12) / (other + 1e-12)); }
};

using Classes = std::array<bool, kClassCountMax>;

std::vector<Pool> Pools(std::span<const std::uint8_t> ordered,
                        const std::vector<ClassValues>& levels, const Classes& set_aside,
                        const Mixture& mixture) {
  double same_share = 0, other_share = 0;
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    if (!set_aside[k]) (mixture.same[k] ? same_share : other_share) += mixture.shares[k];
  }
  std::vector<Pool> pools;
  for (std::size_t place = 0; place < ordered.size(); ++place) {
    Pool pool{place, place + 1};
    for (std::size_t k = 0; k < mixture.class_count; ++k) {
      if (!set_aside[k])
        (mixture.same[k] ? pool.same : pool.other) += mixture.shares[k] * levels[ordered[place]][k];
    }
    pool.same /= std::max(same_share, 1e-12);
    pool.other /= std::max(other_share, 1e-12);
    pools.push_back(pool);
    while (pools.size() > 1 && pools.back().Weight() < pools[pools.size() - 2].Weight()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().end = last.end;
      pools.back().same += last.same;
      pools.back().other += last.other;
    }
  }
  return pools;
}

}  // namespace

std::size_t MakeMonotone(std::span<const compare::Comparison> comparisons, const Classes& homes,
                         Mixture* mixture) {
  std::size_t pooled = 0;
  for (std::size_t j = 0; j < comparisons.size(); ++j) {
    std::vector<ClassValues>& levels = mixture->levels[j];
    const auto ordered = compare::OrderedLevels(comparisons[j].kind);
    const Classes set_aside =
        comparisons[j].kind == compare::ComparisonKind::kAddress ? homes : Classes{};
    for (const Pool& pool : Pools(ordered, levels, set_aside, *mixture)) {
      if (pool.end - pool.begin < 2) continue;
      pooled += pool.end - pool.begin;
      // Each level keeps its part of the pool over all pairs, the same part in every class.
      ClassValues sums{};
      std::vector<double> parts(pool.end - pool.begin, 0);
      double all = 0;
      for (std::size_t place = pool.begin; place < pool.end; ++place) {
        for (std::size_t k = 0; k < mixture->class_count; ++k) {
          const double share = levels[ordered[place]][k];
          sums[k] += share;
          parts[place - pool.begin] += mixture->shares[k] * share;
        }
        all += parts[place - pool.begin];
      }
      for (std::size_t place = pool.begin; place < pool.end; ++place) {
        const double part =
            all > 0 ? parts[place - pool.begin] / all : 1.0 / static_cast<double>(parts.size());
        for (std::size_t k = 0; k < mixture->class_count; ++k)
          levels[ordered[place]][k] = std::max(sums[k] * part, 1e-9);
      }
    }
  }
  return pooled;
}

}  // namespace doublon::model
