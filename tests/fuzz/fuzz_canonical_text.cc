// Every kind's normaliser on any bytes: total, valid UTF-8, the same answer twice.
#include <cstdlib>
#include <string>
#include <string_view>

#include "normalize/normalizer.h"
#include "text/encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  for (const char* kind : {"given", "family", "full", "email", "phone", "dob", "address", "city", "fr_key"}) {
    std::string once, twice;
    if (!doublon::normalize::CanonicalText(kind, raw, once)) std::abort();
    doublon::normalize::CanonicalText(kind, raw, twice);
    if (once != twice || !doublon::text::IsValidUtf8(once)) std::abort();
  }
  return 0;
}
