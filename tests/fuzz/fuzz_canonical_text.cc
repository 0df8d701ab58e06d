// Every kind's normaliser on any bytes, in every locale: total, valid UTF-8, bounded, the same answer twice.
#include <cstdlib>
#include <string>
#include <string_view>

#include "normalize/normalizer.h"
#include "text/encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using doublon::record::Locale;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  for (const std::string& kind : doublon::normalize::CanonicalKinds()) {
    for (const Locale locale : {Locale::kFrench, Locale::kEnglish, Locale::kGeneric}) {
      std::string once, twice;
      if (!doublon::normalize::CanonicalText(kind, raw, locale, once)) std::abort();
      doublon::normalize::CanonicalText(kind, raw, locale, twice);
      if (once != twice || !doublon::text::IsValidUtf8(once)) std::abort();
      if (once.size() > doublon::normalize::kCanonicalExpansion * size + doublon::normalize::kCanonicalExtra) std::abort();
    }
  }
  return 0;
}
