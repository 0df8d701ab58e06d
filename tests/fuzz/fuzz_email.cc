// Mailboxes.
#include "fuzz/canonical_kinds.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doublon::fuzz::CheckCanonical({"email"}, data, size);
  return 0;
}
