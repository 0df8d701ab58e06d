#include "engine/copy_chains.h"

namespace doublon::engine {

CopyChains::Neighbours CopyChains::Of(std::uint32_t row, std::uint64_t content_hash,
                                      std::uint64_t tie_hash) const {
  Neighbours neighbours;
  auto at = records_.lower_bound({content_hash, tie_hash, row});
  if (at != records_.begin()) {
    const auto before = std::prev(at);
    if (std::get<0>(*before) == content_hash) neighbours.before = std::get<2>(*before);
  }
  if (at != records_.end() && *at == std::tuple(content_hash, tie_hash, row)) ++at;
  if (at != records_.end() && std::get<0>(*at) == content_hash) neighbours.after = std::get<2>(*at);
  return neighbours;
}

}  // namespace doublon::engine
