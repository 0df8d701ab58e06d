// Values that are no contact field.
#include "fuzz/canonical_kinds.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doublon::fuzz::CheckCanonical({"country", "gender", "text", "identifier", "number", "fr_key"},
                                data, size);
  return 0;
}
