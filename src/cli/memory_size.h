#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doublon::cli {

// "500MiB", "4GiB", "1.5 GB", "800000000": a number and, if any, B, KiB, MiB, GiB, TiB (powers of
// 1024; so are K, M, G and T) or KB, MB, GB, TB (of 1000), in letters of either case. Nothing when
// it is no such text, 0 or more than 2^60.
std::optional<std::uint64_t> ParseMemorySize(std::string_view text);

// "380 MiB", "4.10 GiB"
std::string MemorySizeText(std::uint64_t bytes);

}  // namespace doublon::cli
