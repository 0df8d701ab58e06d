#include "cluster/union_find.h"

#include <set>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace doublon::cluster {
namespace {

RC_GTEST_PROP(UnionFindTest, EqualsGraphSearch, ()) {
  const std::size_t size = *rc::gen::inRange<std::size_t>(1, 40);
  const auto edges = *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
      rc::gen::pair(rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(size)),
                    rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(size))));
  UnionFind sets(size);
  std::vector<std::set<std::uint32_t>> neighbours(size);
  for (const auto& [a, b] : edges) {
    sets.Join(a, b);
    neighbours[a].insert(b);
    neighbours[b].insert(a);
  }
  for (std::uint32_t start = 0; start < size; ++start) {
    std::set<std::uint32_t> reached = {start};
    std::vector<std::uint32_t> open = {start};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::uint32_t next : neighbours[at]) {
        if (reached.insert(next).second) open.push_back(next);
      }
    }
    RC_ASSERT(sets.Find(start) == *reached.begin());
    for (std::uint32_t other = 0; other < size; ++other) {
      RC_ASSERT((sets.Find(start) == sets.Find(other)) == (reached.count(other) == 1));
    }
  }
}

}  // namespace
}  // namespace doublon::cluster
