#include "generate/errors.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace doublon::generate {
namespace {

struct Confusion {
  std::string_view seen;
  std::string_view read;
};

constexpr std::array<Confusion, 58> kConfusions = {
    {{"O", "0"}, {"0", "O"}, {"o", "0"},  {"1", "l"},  {"1", "I"},  {"l", "1"},  {"I", "1"},
     {"l", "I"}, {"I", "l"}, {"rn", "m"}, {"m", "rn"}, {"RN", "M"}, {"a", "o"},  {"o", "a"},
     {"u", "n"}, {"n", "u"}, {"U", "N"},  {"N", "U"},  {"e", "c"},  {"c", "e"},  {"h", "b"},
     {"b", "h"}, {"v", "u"}, {"u", "v"},  {"U", "V"},  {"V", "U"},  {"g", "q"},  {"q", "g"},
     {"i", "j"}, {"j", "i"}, {"t", "f"},  {"f", "t"},  {"r", "v"},  {"S", "5"},  {"5", "S"},
     {"B", "8"}, {"8", "B"}, {"Z", "2"},  {"2", "Z"},  {"G", "6"},  {"6", "G"},  {"D", "O"},
     {"O", "D"}, {"E", "F"}, {"F", "E"},  {"M", "N"},  {"N", "M"},  {"A", "R"},  {"R", "A"},
     {"H", "N"}, {"C", "G"}, {"G", "C"},  {"K", "R"},  {"cl", "d"}, {"d", "cl"}, {"s", "5"},
     {"z", "2"}, {".", "-"}}};

constexpr std::array<Confusion, 14> kDigitConfusions = {{{"0", "6"},
                                                         {"6", "0"},
                                                         {"1", "7"},
                                                         {"7", "1"},
                                                         {"3", "8"},
                                                         {"8", "3"},
                                                         {"5", "6"},
                                                         {"6", "5"},
                                                         {"4", "9"},
                                                         {"9", "4"},
                                                         {"2", "7"},
                                                         {"5", "3"},
                                                         {"1", "4"},
                                                         {"0", "8"}}};

constexpr std::array<Confusion, 34> kByEar = {
    {{"ph", "f"},  {"th", "t"},     {"y", "i"},      {"ll", "l"},   {"tt", "t"},     {"nn", "n"},
     {"rr", "r"},  {"ault", "aut"}, {"aud", "ault"}, {"eau", "au"}, {"eaux", "eau"}, {"ot", "eau"},
     {"et", "ey"}, {"ier", "iez"},  {"ck", "k"},     {"que", "c"},  {"x", "ks"},     {"ss", "s"},
     {"ai", "ei"}, {"ei", "ai"},    {"oi", "oy"},    {"in", "ain"}, {"ain", "in"},   {"en", "an"},
     {"an", "en"}, {"ge", "je"},    {"mm", "m"},     {"pp", "p"},   {"z", "s"},      {"es", "e"},
     {"e", "es"},  {"l", "ll"},     {"t", "th"},     {"i", "y"}}};

constexpr std::array<std::string_view, 26> kNeighbourKeys = {
    "zqs",  "vgn",  "xvd", "sefc", "zrd", "drgv", "fthb", "gyjn", "uok",
    "hukn", "jilm", "kom", "lp",   "bhj", "ipl",  "om",   "asw",  "etf",
    "qzd",  "ryg",  "yij", "cbf",  "xqs", "wcs",  "tuh",  "aes"};

// At least this many bytes must be left of a text that loses one.
constexpr std::size_t kSizeMin = 3;

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Applies one of the confusions that fit somewhere at or after a random place; gives up after one
// round.
template <std::size_t kCount>
bool Confuse(const std::array<Confusion, kCount>& confusions, Random& random, std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const std::uint32_t start = random.Below(size);
  const std::uint32_t first = random.Below(kCount);
  for (std::uint32_t step = 0; step < size; ++step) {
    const std::size_t at = (start + step) % size;
    for (std::uint32_t c = 0; c < kCount; ++c) {
      const Confusion& confusion = confusions[(first + c) % kCount];
      if (text.compare(at, confusion.seen.size(), confusion.seen) != 0) continue;
      text.replace(at, confusion.seen.size(), confusion.read);
      return true;
    }
  }
  return false;
}

// Calls the error about rate * size times: each further one is as likely as the first.
template <typename Error>
void Repeat(double rate, Random& random, const std::string& text, Error error) {
  constexpr double kChanceMax = 0.75;
  for (int n = 0; n < 6 && !text.empty(); ++n) {
    const double expected = rate * static_cast<double>(text.size());
    if (!random.Chance(std::min(kChanceMax, expected))) return;
    error();
  }
}

// A random place where `fits(character)` holds, or npos.
template <typename Fits>
std::size_t Place(const std::string& text, Random& random, Fits fits) {
  if (text.empty()) return std::string::npos;
  const std::size_t start = random.Below(static_cast<std::uint32_t>(text.size()));
  for (std::size_t step = 0; step < text.size(); ++step) {
    const std::size_t at = (start + step) % text.size();
    if (fits(text[at])) return at;
  }
  return std::string::npos;
}

char Neighbour(char letter, Random& random) {
  const bool upper = letter <= 'Z';
  const std::string_view keys = kNeighbourKeys[static_cast<std::size_t>((letter | 0x20) - 'a')];
  const char key = keys[random.Below(static_cast<std::uint32_t>(keys.size()))];
  return upper ? static_cast<char>(key - 32) : key;
}

}  // namespace

void Misread(double rate, Random& random, std::string& text) {
  Repeat(rate, random, text, [&] {
    constexpr double kLostShare = 0.08;
    if (text.size() > kSizeMin && random.Chance(kLostShare)) {
      if (const std::size_t at = Place(text, random, IsLetter); at != std::string::npos)
        text.erase(at, 1);
      return;
    }
    Confuse(kConfusions, random, text);
  });
}

void MisreadDigits(double rate, Random& random, std::string& text) {
  Repeat(rate, random, text, [&] { Confuse(kDigitConfusions, random, text); });
}

void Mistype(Random& random, std::string& text) {
  const std::size_t at = Place(text, random, IsLetter);
  if (at == std::string::npos || text.size() < kSizeMin) return;
  const double draw = random.Unit();
  const bool next_is_letter = at + 1 < text.size() && IsLetter(text[at + 1]);
  if (draw < 0.25 && next_is_letter) {
    std::swap(text[at], text[at + 1]);
  } else if (draw < 0.5 && text.size() > kSizeMin) {
    text.erase(at, 1);
  } else if (draw < 0.7) {
    text.insert(at, 1, text[at]);
  } else {
    text[at] = Neighbour(text[at], random);
  }
}

void MistypeDigit(Random& random, std::string& text) {
  const std::size_t at = Place(text, random, IsDigit);
  if (at == std::string::npos) return;
  if (random.Chance(0.4) && at + 1 < text.size() && IsDigit(text[at + 1])) {
    std::swap(text[at], text[at + 1]);
  } else {
    text[at] = static_cast<char>('0' + random.Below(10));
  }
}

void Respell(Random& random, std::string& text) {
  // The first letter stays: it is the one that people spell out.
  if (text.size() < kSizeMin + 1) return;
  std::string rest = text.substr(1);
  if (Confuse(kByEar, random, rest)) text = text.substr(0, 1) + rest;
}

}  // namespace doublon::generate
