#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace doublon::block {

// How large the blocks of a list are, estimated from a sample of its records: each record is in the
// sample by chance, so a block shows there by a part of its members, or not at all. The sizes are
// the mixture under which what is seen is likeliest (Kiefer and Wolfowitz 1956, by EM). Cost: some
// milliseconds.
class BlockSizes {
 public:
  // seen: how many blocks show how many members (≥ 1) in the sample. share: of the records in the
  // sample, in (0, 1]. size_max: no block is larger.
  BlockSizes(const std::map<std::uint32_t, std::uint64_t>& seen, double share, double size_max);

  // Pairs in the blocks of at most `size` records.
  double PairsUpTo(double size) const;
  // How likely a block that shows `seen` members has more than `size`. 0 for what was not seen.
  double ShareAbove(std::uint32_t seen, double size) const;

 private:
  // Chance that a block of sizes_[i] shows so many members, given that it shows any.
  double Chance(std::uint32_t seen, std::size_t i) const;

  double share_;
  std::vector<double> sizes_;   // ascending
  std::vector<double> counts_;  // of blocks of these sizes that show in the sample
};

}  // namespace doublon::block
