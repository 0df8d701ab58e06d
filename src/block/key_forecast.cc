#include "block/key_forecast.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/sort_numbers.h"
#include "block/block_sizes.h"

namespace doublon::block {

namespace {

using Words = WordBuckets::Words;

constexpr unsigned kSampleRowBits = 64 - kKeyBits;
constexpr std::uint64_t kSampleRowMask = (1ULL << kSampleRowBits) - 1;

// The keys of one recipe and depth, sorted, above the rows that have them.
struct RecipeKeys {
  Words words;
  BlockSizes sizes{{}, 1, 1};

  template <typename Take>
  void ForBlocks(const Take& take) const {
    for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
      const BlockKey key = words[begin] >> kSampleRowBits;
      while (end < words.size() && words[end] >> kSampleRowBits == key) ++end;
      take(key, std::span(words).subspan(begin, end - begin));
    }
  }
};

// Which blocks are taken for too large: by chance where their members in the sample leave it open,
// and always the same for a key.
class OverfullGuess {
 public:
  OverfullGuess(const BlockSizes& sizes, double size_max) : sizes_(sizes), size_max_(size_max) {}
  bool Takes(BlockKey key, std::size_t seen) {
    constexpr std::uint64_t kSeed = 0x666f726563617374ULL;
    const auto [known, is_new] = shares_.try_emplace(static_cast<std::uint32_t>(seen), 0);
    if (is_new) known->second = sizes_.ShareAbove(known->first, size_max_);
    return static_cast<double>(MixHash(kSeed, key)) * 0x1p-64 < known->second;
  }

 private:
  const BlockSizes& sizes_;
  double size_max_;
  std::map<std::uint32_t, double> shares_;
};

std::vector<RecipeKeys> MakeKeys(const SampleOfRecords& sample, std::span<const KeyRecipe> recipes,
                                 const OverfullKeys& overfull, std::size_t depth, bool all_depths,
                                 WorkerPool& pool) {
  WordBuckets made(recipes.size(), pool.thread_count(), {});
  std::vector<KeyMaker> makers(pool.thread_count(), KeyMaker(recipes));
  const record::PreparedStore& records = *sample.records;
  ForEachRow(pool, records.size(), [&](std::size_t row, std::size_t worker) {
    for (const KeyMaker::MadeKey& key : makers[worker].Make(records[row], overfull)) {
      if (all_depths || key.depth == depth)
        made.Add(worker, key.recipe, key.key << kSampleRowBits | row);
    }
  });
  std::vector<RecipeKeys> keys(recipes.size());
  pool.ParallelFor(recipes.size(), [&](std::size_t recipe, std::size_t) {
    Words& words = keys[recipe].words;
    words = made.Take(recipe);
    SortNumbers(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::map<std::uint32_t, std::uint64_t> seen;
    keys[recipe].ForBlocks([&](BlockKey, std::span<const std::uint64_t> block) {
      ++seen[static_cast<std::uint32_t>(block.size())];
    });
    keys[recipe].sizes =
        BlockSizes(seen, sample.share, static_cast<double>(records.size()) / sample.share);
  });
  return keys;
}

double PairsUpTo(std::span<const RecipeKeys> keys, double size) {
  double pairs = 0;
  for (const RecipeKeys& of_recipe : keys) pairs += of_recipe.sizes.PairsUpTo(size);
  return pairs;
}

// As KeyTable chooses it.
std::uint32_t ChooseBlockSize(std::span<const RecipeKeys> keys, const KeyTableOptions& options,
                              double record_count) {
  const double budget = options.PairBudget(record_count);
  std::uint32_t size = options.block_size_floor;
  while (size < options.block_size_ceiling && PairsUpTo(keys, size + 1) <= budget) ++size;
  return size;
}

// Pairs of the blocks within the sample, or, where they are many, about kPairsMax of them: a pair
// is taken in all its blocks or in none.
class SamplePairs {
 public:
  void Expect(double pair_count) { share_ = kPairsMax / std::max(kPairsMax, pair_count); }
  void AddBlock(std::span<const std::uint64_t> block) {
    constexpr std::uint64_t kSeed = 0x7061697273ULL;
    for (std::size_t i = 0; i < block.size(); ++i) {
      for (std::size_t j = i + 1; j < block.size(); ++j) {
        const std::uint64_t pair =
            (block[i] & kSampleRowMask) << kSampleRowBits | (block[j] & kSampleRowMask);
        if (share_ >= 1 || static_cast<double>(MixHash(kSeed, pair)) * 0x1p-64 < share_)
          pairs_.push_back(pair);
      }
    }
  }
  // How many are left when each counts once, and those within a group not at all.
  double OnceShare(std::span<const std::uint16_t> groups) {
    if (pairs_.empty()) return 1;
    const auto all = static_cast<double>(pairs_.size());
    SortNumbers(pairs_);
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    const auto counted = std::count_if(pairs_.begin(), pairs_.end(), [&](std::uint64_t word) {
      return groups.empty() || groups[word >> kSampleRowBits] != groups[word & kSampleRowMask];
    });
    return static_cast<double>(counted) / all;
  }

 private:
  static constexpr double kPairsMax = 5e5;
  Words pairs_;
  double share_ = 1;
};

}  // namespace

KeyForecast ForecastKeys(const SampleOfRecords& sample, std::span<const KeyRecipe> recipes,
                         const KeyTableOptions& options, bool grow_overfull,
                         std::uint32_t block_size_hard, const OverfullKeys& known,
                         WorkerPool& pool) {
  KeyForecast forecast;
  OverfullKeys overfull = known;
  SamplePairs sample_pairs;
  for (std::size_t depth = 0; depth <= kRefinementsMax; ++depth) {
    const std::vector<RecipeKeys> keys =
        MakeKeys(sample, recipes, overfull, depth, !grow_overfull, pool);
    if (depth == 0) {
      forecast.block_size_max =
          grow_overfull
              ? ChooseBlockSize(keys, options,
                                static_cast<double>(sample.records->size()) / sample.share)
              : block_size_hard;
    }
    forecast.block_pairs += PairsUpTo(keys, forecast.block_size_max);
    if (depth == 0) sample_pairs.Expect(forecast.block_pairs * sample.share * sample.share);
    bool any_overfull = false;
    for (const RecipeKeys& of_recipe : keys) {
      forecast.key_count += static_cast<double>(of_recipe.words.size()) / sample.share;
      OverfullGuess guess(of_recipe.sizes, forecast.block_size_max);
      of_recipe.ForBlocks([&](BlockKey key, std::span<const std::uint64_t> block) {
        if (guess.Takes(key, block.size())) {
          any_overfull = true;
          overfull.insert(key);
          forecast.refined_rows += static_cast<double>(block.size()) / sample.share;
          return;
        }
        sample_pairs.AddBlock(block);
      });
    }
    if (!any_overfull || !grow_overfull) break;
  }
  forecast.pair_count = forecast.block_pairs * sample_pairs.OnceShare(sample.groups);
  return forecast;
}

}  // namespace doublon::block
