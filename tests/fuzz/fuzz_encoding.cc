#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/encoding.h"

// Any bytes decode to valid UTF-8 in every encoding; repairing a repaired cell changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using doublon::text::Encoding;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const doublon::text::EncodingGuess guess = doublon::text::GuessEncoding(bytes);
  if (guess.bom_size > size) std::abort();
  static_cast<void>(doublon::text::LooksBinary(bytes));
  for (int encoding = 0; encoding <= static_cast<int>(Encoding::kMacRoman); ++encoding) {
    std::string decoded;
    doublon::text::AppendAsUtf8(bytes, static_cast<Encoding>(encoding), decoded);
    if (!doublon::text::IsValidUtf8(decoded)) std::abort();
    std::string once, twice;
    if (!doublon::text::RepairMojibake(decoded, once)) continue;
    if (once == decoded || !doublon::text::IsValidUtf8(once)) std::abort();
    if (doublon::text::RepairMojibake(once, twice)) std::abort();
  }
  std::string repaired;
  doublon::text::RepairMojibake(bytes, repaired);
  return 0;
}
