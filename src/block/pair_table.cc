#include "block/pair_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "base/sort_numbers.h"

namespace doublon::block {

namespace {

// Pairs of a part, about: sorted within the cache of a core.
constexpr std::uint64_t kPairsPerPart = 1 << 16;
constexpr std::size_t kPartsMax = 256;

// Sorts pairs that come several times and leaves each once, with its count.
std::size_t CountRepeats(std::span<std::uint64_t> words, std::span<const std::uint16_t> groups) {
  SortNumbers(words);
  std::size_t kept = 0;
  for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
    while (end < words.size() && words[end] == words[begin]) ++end;
    const CandidatePair pair = PackedPair(words[begin]).pair();
    if (!groups.empty() && groups[pair.a] == groups[pair.b]) continue;
    const std::uint64_t count = std::min<std::uint64_t>(end - begin, PackedPair::kCommonBlocksMax);
    words[kept++] = PackedPair(pair, count).word();
  }
  return kept;
}

}  // namespace

void PairTable::BuildRange(const KeyTable& keys, std::size_t first_part, std::size_t last_part,
                           std::span<const std::uint16_t> groups, WorkerPool& pool) {
  const std::size_t part_count = last_part - first_part;
  std::vector<Words> parts(part_count);
  // Where each task of the key table writes in each part: counted first, so that the tasks fill the
  // parts side by side and the words stand in the same places whoever takes a task.
  std::vector<std::vector<std::uint64_t>> places(keys.task_count());
  pool.ParallelFor(keys.task_count(), [&](std::size_t task, std::size_t) {
    places[task].assign(part_count, 0);
    keys.ForBlocks(task, [&](std::span<const std::uint64_t> block) {
      for (std::size_t i = 0; i + 1 < block.size(); ++i) {
        const std::size_t part = (KeyTable::RowOf(block[i]) >> part_bits_) - first_part;
        if (part < part_count) places[task][part] += block.size() - 1 - i;
      }
    });
  });
  for (std::size_t part = 0; part < part_count; ++part) {
    std::uint64_t size = 0;
    for (std::vector<std::uint64_t>& of_task : places) size += std::exchange(of_task[part], size);
    parts[part].resize(size);
  }
  pool.ParallelFor(keys.task_count(), [&](std::size_t task, std::size_t) {
    keys.ForBlocks(task, [&](std::span<const std::uint64_t> block) {
      for (std::size_t i = 0; i + 1 < block.size(); ++i) {
        const std::uint32_t a = KeyTable::RowOf(block[i]);
        const std::size_t part = (a >> part_bits_) - first_part;
        if (part >= part_count) continue;
        std::uint64_t& place = places[task][part];
        for (std::size_t j = i + 1; j < block.size(); ++j) {
          parts[part][place++] = PackedPair({a, KeyTable::RowOf(block[j])}, 0).word();
        }
      }
    });
  });
  pool.ParallelFor(part_count, [&](std::size_t part, std::size_t) {
    Words& words = parts[part];
    words.resize(CountRepeats(words, groups));
    words.shrink_to_fit();
    parts_[first_part + part] = {std::move(words), nullptr};
  });
}

void PairTable::BuildInFile(const KeyTable& keys, std::span<const std::uint16_t> groups,
                            const Spill& spill, WorkerPool& pool) {
  WordBuckets made(parts_.size(), pool.thread_count(), spill);
  pool.ParallelFor(keys.task_count(), [&](std::size_t task, std::size_t worker) {
    keys.ForBlocks(task, [&](std::span<const std::uint64_t> block) {
      for (std::size_t i = 0; i + 1 < block.size(); ++i) {
        const std::uint32_t a = KeyTable::RowOf(block[i]);
        for (std::size_t j = i + 1; j < block.size(); ++j) {
          made.Add(worker, a >> part_bits_, PackedPair({a, KeyTable::RowOf(block[j])}, 0).word());
        }
      }
    });
  });
  page_starts_.resize(parts_.size());
  pool.ParallelFor(parts_.size(), [&](std::size_t part, std::size_t) {
    Words words = made.Take(part);
    words.resize(CountRepeats(words, groups));
    for (std::size_t at = 0; at < words.size(); at += std::tuple_size_v<Page>) {
      page_starts_[part].push_back(words[at]);
    }
    parts_[part] = {std::move(words), spill.file};
  });
}

void PairTable::Build(const KeyTable& keys, std::size_t record_count,
                      std::span<const std::uint16_t> groups, const Spill& spill, WorkerPool& pool) {
  const std::uint64_t pairs = keys.report().pair_count;
  const std::size_t parts_wanted =
      std::clamp<std::size_t>(pairs / kPairsPerPart, pool.thread_count(), kPartsMax);
  part_bits_ = static_cast<unsigned>(std::bit_width(record_count / parts_wanted));
  parts_ = std::vector<Spillable<std::uint64_t>>((record_count >> part_bits_) + 1);
  page_starts_.clear();
  // Of lists with very many pairs some parts at a time.
  const std::size_t ranges = 1 + static_cast<std::size_t>(pairs / kPairsAtOnce);
  const std::size_t parts_at_once = (parts_.size() + ranges - 1) / ranges;
  if (spill.file != nullptr) BuildInFile(keys, groups, spill, pool);
  for (std::size_t first = 0; spill.file == nullptr && first < parts_.size();
       first += parts_at_once) {
    BuildRange(keys, first, std::min(parts_.size(), first + parts_at_once), groups, pool);
  }
  pair_count_ =
      std::accumulate(parts_.begin(), parts_.end(), std::uint64_t{0},
                      [](std::uint64_t sum, const auto& part) { return sum + part.size(); });
}

std::span<const std::uint64_t> PairTable::LoadPage(std::size_t part, std::uint64_t word_max,
                                                   Page& page) const noexcept {
  const std::vector<std::uint64_t>& starts = page_starts_[part];
  const auto next = std::upper_bound(starts.begin(), starts.end(), word_max);
  if (next == starts.begin()) return {};
  const auto first = static_cast<std::size_t>(next - starts.begin() - 1) * page.size();
  const std::span words = std::span(page).first(std::min(page.size(), parts_[part].size() - first));
  if (!parts_[part].Copy(first, words)) return {};
  return words;
}

std::size_t PairTable::CommonBlockCount(CandidatePair pair) const noexcept {
  const std::size_t part = pair.a >> part_bits_;
  Page page;
  const std::span<const std::uint64_t> words =
      parts_[part].in_file()
          ? LoadPage(part, PackedPair(pair, PackedPair::kCommonBlocksMax).word(), page)
          : parts_[part].items();
  const auto found = std::lower_bound(words.begin(), words.end(), PackedPair(pair, 0).word());
  if (found == words.end()) return 0;
  const PackedPair at(*found);
  return at.pair().a == pair.a && at.pair().b == pair.b ? at.common_blocks() : 0;
}

}  // namespace doublon::block
