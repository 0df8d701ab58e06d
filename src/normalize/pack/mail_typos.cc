#include "normalize/pack/mail_typos.h"

#include <set>

namespace doublon::normalize::pack {

namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
// Names from so many letters on take every slip of one letter; shorter ones only letters doubled or
// swapped.
constexpr std::size_t kNameSizeMin = 5;
// A name of so many letters may have another first letter (grange.fr, hmail.com are domains of
// their own).
constexpr std::size_t kFirstLetterNameSizeMin = 6;

}  // namespace

void MisspellDomain(std::string_view domain, const std::vector<SuffixTypo>& suffixes,
                    const TakeTypo& take) {
  const std::size_t dot = domain.find('.');
  const std::string name(domain.substr(0, dot)), suffix(domain.substr(dot));
  std::set<std::string> done = {std::string(domain)};
  const auto add = [&](const std::string& typed, TypoSureness sureness) {
    if (done.insert(typed).second) take(typed, domain, sureness);
  };
  const bool long_name = name.size() >= kNameSizeMin;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string head = name.substr(0, i), rest = name.substr(i + 1);
    if (i + 1 < name.size() && name[i] != name[i + 1]) {
      add(head + name[i + 1] + name[i] + name.substr(i + 2) + suffix, TypoSureness::kSafe);
    }
    add(head + name[i] + name[i] + rest + suffix, TypoSureness::kSafe);
    if (long_name) add(head + rest + suffix, TypoSureness::kSafe);
  }
  if (long_name) {
    for (const char letter : kLetters) {
      for (std::size_t i = 0; i <= name.size(); ++i) {
        if ((i == 0 || i == name.size()) && letter == '-') continue;
        add(name.substr(0, i) + letter + name.substr(i) + suffix,
            i == 0 ? TypoSureness::kDoubtful : TypoSureness::kSafe);
      }
      for (std::size_t i = 1; i < name.size(); ++i) {
        if (i + 1 < name.size() || letter != '-')
          add(name.substr(0, i) + letter + name.substr(i + 1) + suffix, TypoSureness::kSafe);
      }
      if (name.size() >= kFirstLetterNameSizeMin && letter != '-')
        add(letter + name.substr(1) + suffix, TypoSureness::kDoubtful);
    }
  }
  for (const SuffixTypo& typo : suffixes) {
    if ("." + typo.suffix != suffix) continue;
    add(name + "." + typo.typed, typo.sureness);
  }
  add(name + suffix.substr(1), TypoSureness::kSafe);
}

}  // namespace doublon::normalize::pack
