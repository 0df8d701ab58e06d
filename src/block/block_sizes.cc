#include "block/block_sizes.h"

#include <algorithm>
#include <cmath>

namespace doublon::block {

namespace {

// Every size up to the first number, then growing by the second: finer than what a sample tells.
constexpr double kExactSizes = 48;
constexpr double kSizeStep = 1.2;
// More rounds fit the noise of the sample.
constexpr int kRounds = 60;

double ShownShare(double size, double share) { return 1 - std::pow(1 - share, size); }

double LogChoose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

}  // namespace

BlockSizes::BlockSizes(const std::map<std::uint32_t, std::uint64_t>& seen, double share,
                       double size_max)
    : share_(share) {
  if (share_ >= 1) {
    for (const auto& [size, count] : seen) {
      sizes_.push_back(size);
      counts_.push_back(static_cast<double>(count));
    }
    return;
  }
  for (double size = 1; size <= std::max(1.0, size_max);
       size = size < kExactSizes ? size + 1 : std::ceil(size * kSizeStep)) {
    sizes_.push_back(size);
  }
  double total = 0, weight_sum = 0;
  for (const auto& [members, count] : seen) total += static_cast<double>(count);
  for (const double size : sizes_) weight_sum += 1 / size;
  for (const double size : sizes_) counts_.push_back(total / size / weight_sum);
  std::vector<std::vector<double>> chances;
  for (const auto& [members, count] : seen) {
    std::vector<double>& of_size = chances.emplace_back(sizes_.size());
    for (std::size_t i = 0; i < sizes_.size(); ++i) of_size[i] = Chance(members, i);
  }
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> next(sizes_.size(), 0);
    auto chance = chances.begin();
    for (const auto& [members, count] : seen) {
      double sum = 0;
      for (std::size_t i = 0; i < sizes_.size(); ++i) sum += counts_[i] * (*chance)[i];
      for (std::size_t i = 0; sum > 0 && i < sizes_.size(); ++i) {
        next[i] += static_cast<double>(count) * counts_[i] * (*chance)[i] / sum;
      }
      ++chance;
    }
    counts_ = std::move(next);
  }
}

double BlockSizes::Chance(std::uint32_t seen, std::size_t i) const {
  const double size = sizes_[i];
  if (share_ >= 1) return seen == size ? 1 : 0;
  if (seen > size) return 0;
  const double log_chance =
      LogChoose(size, seen) + seen * std::log(share_) + (size - seen) * std::log1p(-share_);
  return std::exp(log_chance) / ShownShare(size, share_);
}

double BlockSizes::PairsUpTo(double size) const {
  double pairs = 0;
  for (std::size_t i = 0; i < sizes_.size() && sizes_[i] <= size; ++i) {
    pairs += counts_[i] / ShownShare(sizes_[i], share_) * sizes_[i] * (sizes_[i] - 1) / 2;
  }
  return pairs;
}

double BlockSizes::ShareAbove(std::uint32_t seen, double size) const {
  double above = 0, all = 0;
  for (std::size_t i = 0; i < sizes_.size(); ++i) {
    const double likely = counts_[i] * Chance(seen, i);
    all += likely;
    if (sizes_[i] > size) above += likely;
  }
  // Of a block larger than any size tried nothing is likely.
  return all > 0 ? above / all : seen > size ? 1 : 0;
}

}  // namespace doublon::block
