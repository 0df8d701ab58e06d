#include "generate/letters.h"

namespace doublon::generate {
namespace {

// Unaccented letters of U+00C0 to U+00FF; '*' stands for a letter without one.
constexpr std::string_view kPlain =
    "AAAAAA*CEEEEIIII*NOOOOO*OUUUUY**aaaaaa*ceeeeiiii*nooooo*ouuuuy*y";

bool IsLatin1Letter(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]) == 0xC3 && i + 1 < text.size() &&
         (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U;
}

bool IsLigature(std::string_view text, std::size_t i) {  // U+0152 Œ and U+0153 œ
  return static_cast<unsigned char>(text[i]) == 0xC5 && i + 1 < text.size() &&
         (static_cast<unsigned char>(text[i + 1]) | 1U) == 0x93U;
}

char AsciiUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Second byte of a Latin-1 letter in the wanted case: the two halves lie 32 apart, but × ÷ ß ÿ have
// no partner.
unsigned char CaseOfLatin1(unsigned char second, bool upper) {
  if (second == 0x97 || second == 0xB7 || second == 0x9F || second == 0xBF) return second;
  return static_cast<unsigned char>(upper ? second & ~0x20U : second | 0x20U);
}

std::string WithCase(std::string_view text, bool upper) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsLatin1Letter(text, i)) {
      out += text[i];
      out += static_cast<char>(CaseOfLatin1(static_cast<unsigned char>(text[++i]), upper));
    } else if (IsLigature(text, i)) {
      out += text[i++];
      out += upper ? '\x92' : '\x93';
    } else {
      out += upper ? AsciiUpper(text[i]) : AsciiLower(text[i]);
    }
  }
  return out;
}

}  // namespace

std::string WithoutAccents(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsLatin1Letter(text, i)) {
      const char plain = kPlain[static_cast<unsigned char>(text[i + 1]) & 0x3FU];
      if (plain == '*') {
        out += text[i];
        out += text[i + 1];
      } else {
        out += plain;
      }
      ++i;
    } else if (IsLigature(text, i)) {
      out += text[++i] == '\x92' ? "OE" : "oe";
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string UpperCase(std::string_view text) { return WithCase(text, true); }
std::string LowerCase(std::string_view text) { return WithCase(text, false); }

std::string TitleCase(std::string_view capitals) {
  std::string out;
  out.reserve(capitals.size());
  bool start = true;
  for (const char c : capitals) {
    out += start ? AsciiUpper(c) : AsciiLower(c);
    start = c == ' ' || c == '-' || c == '\'';
  }
  return out;
}

std::string Mojibake(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else if (byte == 0x89) {
      out += "‰";  // second byte of É in CP1252
    } else if (byte == 0x88) {
      out += "ˆ";
    } else if (byte == 0x8A) {
      out += "Š";
    } else {  // U+0080 to U+00FF
      out += static_cast<char>(0xC0U | (byte >> 6U));
      out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return out;
}

}  // namespace doublon::generate
