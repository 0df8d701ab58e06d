#include <cstdint>

#include "normalize/email.h"
#include "text/utf8.h"

namespace doublon::normalize {

namespace {

// Parameters of RFC 3492, section 5.
constexpr std::uint32_t kBase = 36, kMin = 1, kMax = 26, kSkew = 38, kDamp = 700, kBiasStart = 72,
                        kFirst = 128;
constexpr std::size_t kLabelLettersMax = 63;

std::uint32_t Adapt(std::uint32_t delta, std::uint32_t count, bool first) noexcept {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / count;
  std::uint32_t k = 0;
  for (; delta > (kBase - kMin) * kMax / 2; k += kBase) delta /= kBase - kMin;
  return k + (kBase - kMin + 1) * delta / (delta + kSkew);
}

char Digit(std::uint32_t value) noexcept {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

void AppendNumber(std::uint32_t number, std::uint32_t bias, std::string& out) {
  for (std::uint32_t k = kBase;; k += kBase) {
    const std::uint32_t threshold = k <= bias ? kMin : k >= bias + kMax ? kMax : k - bias;
    if (number < threshold) break;
    out += Digit(threshold + (number - threshold) % (kBase - threshold));
    number = (number - threshold) / (kBase - threshold);
  }
  out += Digit(number);
}

void AppendPunycode(const std::uint32_t* letters, std::size_t letter_count, std::string& out) {
  std::uint32_t handled = 0;
  for (std::size_t i = 0; i < letter_count; ++i) {
    if (letters[i] < kFirst) {
      out += static_cast<char>(letters[i]);
      ++handled;
    }
  }
  const std::uint32_t basic = handled;
  if (basic > 0) out += '-';
  std::uint32_t n = kFirst, delta = 0, bias = kBiasStart;
  while (handled < letter_count) {
    std::uint32_t next = 0x110000;
    for (std::size_t i = 0; i < letter_count; ++i) {
      if (letters[i] >= n && letters[i] < next) next = letters[i];
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (std::size_t i = 0; i < letter_count; ++i) {
      if (letters[i] < n) ++delta;
      if (letters[i] != n) continue;
      AppendNumber(delta, bias, out);
      bias = Adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
}

}  // namespace

void AppendAsciiDomain(std::string_view domain, std::string& out) {
  while (!domain.empty()) {
    const std::size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    std::uint32_t letters[kLabelLettersMax];
    std::size_t count = 0;
    bool ascii = true;
    for (std::size_t i = 0; i < label.size() && count < kLabelLettersMax;) {
      const auto letter = static_cast<std::uint32_t>(text::DecodeUtf8(label, &i));
      letters[count++] = letter;
      ascii = ascii && letter < kFirst;
    }
    if (ascii) {
      out += label;
    } else {
      out += "xn--";
      AppendPunycode(letters, count, out);
    }
    if (dot == std::string_view::npos) return;
    out += '.';
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace doublon::normalize
