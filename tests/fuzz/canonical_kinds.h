#pragma once

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>

#include "normalize/normalizer.h"
#include "text/encoding.h"

namespace doublon::fuzz {

// The normalisers of these kinds on any bytes, in every locale: total, valid UTF-8, bounded, the
// same answer twice.
inline void CheckCanonical(std::initializer_list<std::string_view> kinds, const std::uint8_t* data,
                           std::size_t size) {
  using record::Locale;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  std::string once, twice;
  for (const std::string_view kind : kinds) {
    for (const Locale locale : {Locale::kFrench, Locale::kEnglish, Locale::kGeneric}) {
      if (!normalize::CanonicalText(kind, raw, locale, once)) std::abort();
      normalize::CanonicalText(kind, raw, locale, twice);
      if (once != twice || !text::IsValidUtf8(once)) std::abort();
      if (once.size() > normalize::kCanonicalExpansion * size + normalize::kCanonicalExtra)
        std::abort();
    }
  }
}

}  // namespace doublon::fuzz
