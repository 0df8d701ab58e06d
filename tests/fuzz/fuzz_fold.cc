#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "text/encoding.h"
#include "text/fold.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void RequireFolds(std::string_view bytes, const doublon::text::FoldOptions& options) {
  using doublon::text::Fold;
  const std::string folded = Fold(bytes, options);
  Require(Fold(folded, options) == folded);
  Require(doublon::text::IsValidUtf8(folded));
  Require(folded.size() <= 12 * bytes.size() + 4);
  Require(folded.find("  ") == std::string::npos);
  Require(folded.empty() || (folded.front() != ' ' && folded.back() != ' '));
  for (const char c : folded) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    const bool known = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == '?';
    Require(!ascii || known);
  }
  std::string behind = "x ?";
  doublon::text::FoldInto(bytes, options, behind);
  Require(behind == "x ?" + folded);

  std::vector<std::string_view> tokens = {"left over"};
  doublon::text::SplitTokens(folded, tokens);
  std::string joined;
  for (const std::string_view token : tokens) {
    Require(!token.empty());
    if (!joined.empty()) joined += ' ';
    joined += token;
  }
  Require(joined == folded);
  Require(doublon::text::CodePointCount(folded) <= folded.size());
}

}  // namespace

// Any bytes, with both treatments of apostrophes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  RequireFolds(bytes, {});
  RequireFolds(bytes, {.glue_apostrophes = true});
  return 0;
}
