#include "normalize/full_name.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "normalize/reference.h"
#include "normalize/tables.h"

namespace doublon::normalize {

namespace {

// Words that no table lists: family names are more diverse than given names, so an unknown word is
// rather one.
constexpr double kUnknownFamilyBearers = 20.0;
constexpr double kUnknownGivenBirths = 2.0;
// Nats that each further word of an unlisted double family name costs, where its parts by
// themselves are no likelier: names of two family names are common in some countries, of three in
// none.
constexpr double kUnlistedWordCost = 6.0;
// Weights in nats of the signs that do not come from frequencies.
constexpr double kCommaWeight = 20.0;
constexpr double kCaseWeight = 8.0;       // for each word that case tells
constexpr double kTornWordWeight = 12.0;  // a split inside Jean-Pierre or L'Hermitte
constexpr double kKnownOrderWeight = 3.0;
constexpr double kUsualOrderWeight = 0.7;
constexpr double kGluedInitialsWeight = 6.0;
constexpr double kInitialGivenWeight =
    3.0;  // a single letter is rather the initial of a given name

// Of each word of "del Carmen" behind a given name: how usual it is to go on so.
constexpr double kBoundGivenLog = -2.0;

struct TablePair {
  TableId french, american;
};
constexpr TablePair kGivenTables = {TableId::kGivenNames, TableId::kGivenNamesUs};
constexpr TablePair kFamilyTables = {TableId::kFamilyNames, TableId::kFamilyNamesUs};

// Share of the persons of `table` who bear `name`.
double Share(TableId table, std::string_view name) noexcept {
  const TableSlot* slot = tables::Find(table, name);
  if (slot == nullptr) return 0.0;
  return (static_cast<double>(slot->low) + static_cast<double>(slot->high)) /
         static_cast<double>(tables::Total(table));
}

double LogShare(const TablePair& pair, std::string_view name, double unknown,
                record::Locale locale) noexcept {
  const double floor = unknown / static_cast<double>(tables::Total(pair.french));
  double share = Share(pair.french, name);
  // The American tables fill in what the French ones do not have, and lead in English lists.
  if (locale != record::Locale::kFrench) {
    share = std::max(share, Share(pair.american, name));
  } else if (share == 0.0) {
    share = 0.1 * Share(pair.american, name);
  }
  return std::log(std::max(share, floor));
}

double GivenLog(std::string_view word, record::Locale locale) noexcept {
  return LogShare(kGivenTables, word, kUnknownGivenBirths, locale) +
         (word.size() == 1 ? kInitialGivenWeight : 0.0);
}
double FamilyLog(std::string_view word, record::Locale locale) noexcept {
  return LogShare(kFamilyTables, word, kUnknownFamilyBearers, locale);
}

class Splitter {
 public:
  Splitter(const CellTokens& tokens, const WordList& words, const NameContext& context)
      : tokens_(tokens), words_(words), context_(context) {}

  void Run(FullNameReading& best, FullNameReading& other);

 private:
  enum class Hint : std::uint8_t { kNone, kGiven, kFamily };
  void Measure();
  void BindDevotion(std::size_t at);
  double Score(std::size_t first, std::size_t last, bool family) const;
  double FamilyKeyLog(std::size_t first, std::size_t last) const;
  double GivenPairGain(std::size_t first) const;
  bool IsParticlesAndName() const;
  bool IsOneHyphenatedWord() const;
  bool IsMiddleName(std::size_t at) const;
  double TearCost(std::size_t at) const;
  double OrderPrior(bool given_first) const;
  void Fill(std::size_t at, bool given_first, double log_odds, FullNameReading& reading) const;

  const CellTokens& tokens_;
  const WordList& words_;
  const NameContext& context_;
  std::size_t count_ = 0;  // words but for middle words at the end
  std::size_t comma_ = 0;  // the word before which a comma stands; 0: none
  bool all_upper_ = true, decided_ = false;
  std::array<Hint, CellTokens::kTokenCountMax> hints_{};
  std::array<bool, CellTokens::kTokenCountMax> initials_{};
  std::array<bool, CellTokens::kTokenCountMax> bound_{};  // to the given name before
  std::array<double, CellTokens::kTokenCountMax> given_{}, family_{};
};

bool IsParticle(const CellToken& token, std::string_view word) noexcept {
  return token.is(WordClass::kParticle) && (tables::Low(TableId::kParticles, word) &
                                            ~static_cast<std::uint32_t>(ParticleUse::kMiddle)) != 0;
}

// María del Carmen, Maria da Conceição: when such a word stands at `at`, it and the particles
// before it belong to the given name that they follow.
void Splitter::BindDevotion(std::size_t at) {
  std::size_t first = at;
  while (first > 0 && IsParticle(tokens_[words_[first - 1]], tokens_.text(words_[first - 1])))
    --first;
  if (first == at || first == 0 || given_[first - 1] < family_[first - 1]) return;
  if (tables::Find(TableId::kDevotionalNames, tokens_.text(words_[at])) == nullptr) return;
  for (std::size_t i = first; i <= at; ++i) {
    bound_[i] = true;
    given_[i] = std::max(given_[i], kBoundGivenLog);
  }
}

void Splitter::Measure() {
  count_ = words_.size();
  // Van and Thi at the end are Vietnamese middle names: An Nguyen Van.
  while (count_ > 2 && tokens_[words_[count_ - 1]].is(WordClass::kParticle) &&
         (tables::Low(TableId::kParticles, tokens_.text(words_[count_ - 1])) &
          static_cast<std::uint32_t>(ParticleUse::kMiddle)) != 0) {
    --count_;
  }
  bool upper = false, not_upper = false, paired = false;
  for (std::size_t i = 0; i < count_; ++i) {
    const CellToken& token = tokens_[words_[i]];
    const std::string_view word = tokens_.text(words_[i]);
    if (comma_ == 0 && i > 0 && token.before == Separator::kComma) comma_ = i;
    // JP Dupont: capitals, yet no family name.
    initials_[i] = IsGluedInitials(word, token.letters) && reference::FamilyNameCount(word) == 0;
    if (token.size > 1 && token.letters == LetterCase::kUpper && !initials_[i]) upper = true;
    const bool small = token.letters == LetterCase::kCapital ||
                       token.letters == LetterCase::kMixed ||
                       (token.letters == LetterCase::kLower && !IsParticle(token, word));
    not_upper = not_upper || small;
    all_upper_ = all_upper_ && token.letters != LetterCase::kLower && !small;
    given_[i] = GivenLog(word, context_.locale) + (initials_[i] ? kGluedInitialsWeight : 0.0);
    // J.-P., J P: initials beside each other.
    const bool pair = i > 0 && word.size() == 1 && tokens_.text(words_[i - 1]).size() == 1;
    if (pair) given_[i] += kGluedInitialsWeight;
    if (pair && !paired) given_[i - 1] += kGluedInitialsWeight;
    paired = pair;
    family_[i] =
        IsParticle(token, word) && i + 1 < count_ ? -1.0 : FamilyLog(word, context_.locale);
    if (i > 1) BindDevotion(i);
  }
  decided_ = comma_ != 0 || (upper && not_upper);
  if (!(upper && not_upper)) return;
  for (std::size_t i = 0; i < count_; ++i) {
    const CellToken& token = tokens_[words_[i]];
    if (token.size > 1 && token.letters == LetterCase::kUpper && !initials_[i]) {
      hints_[i] = Hint::kFamily;
    } else if (token.letters == LetterCase::kCapital) {
      hints_[i] = Hint::kGiven;
    } else if (IsParticle(token, tokens_.text(words_[i]))) {
      hints_[i] = Hint::kFamily;
    }
  }
}

double Splitter::FamilyKeyLog(std::size_t first, std::size_t last) const {
  thread_local std::string key;
  key.clear();
  AppendFamilyName(tokens_, words_.span(first, last), key);
  const double log = FamilyLog(key, context_.locale);
  if (reference::FamilyNameCount(key) != 0) return log;
  // Le Gall is one name, and listed; a double name rarely is.
  if (key.find(' ') == std::string::npos) return std::numeric_limits<double>::lowest();
  return log - kUnlistedWordCost * static_cast<double>(last - first - 1);
}

// José Luis, Marie Claude: by how much the two names from `first` on are likelier together, as a
// name of its own.
double Splitter::GivenPairGain(std::size_t first) const {
  thread_local std::string pair;
  pair.assign(tokens_.text(words_[first])).append(1, ' ').append(tokens_.text(words_[first + 1]));
  if (reference::GivenNameCount(pair) == 0) return 0.0;
  return std::max(0.0, GivenLog(pair, context_.locale) - given_[first] - given_[first + 1]);
}

// Log-probability of words [first, last) as the family name, or as given names.
double Splitter::Score(std::size_t first, std::size_t last, bool family) const {
  double sum = 0.0, hint = 0.0;
  for (std::size_t i = first; i < last; ++i) {
    sum += family ? family_[i] : given_[i];
    if (hints_[i] != Hint::kNone)
      hint += (hints_[i] == Hint::kFamily) == family ? kCaseWeight : -kCaseWeight;
  }
  if (family && last - first > 1) {
    sum = std::max(sum, FamilyKeyLog(first, last));
    // Trần Thị Hương: the middle name belongs to the given name behind it.
    for (std::size_t i = first; i < last; ++i) {
      if (IsMiddleName(i) && (i == first || last < count_)) hint -= kCommaWeight;
    }
  }
  if (!family && last - first > 1) {
    sum += GivenPairGain(first);
    if (IsMiddleName(last - 1)) hint -= kCommaWeight;
  }
  return sum + hint;
}

// Mme LE GOFF, M. de La Tour: nothing but a family name, of particles and one word that is rather
// no given name.
bool Splitter::IsParticlesAndName() const {
  if (comma_ != 0 || given_[count_ - 1] > family_[count_ - 1]) return false;
  for (std::size_t i = 0; i + 1 < count_; ++i) {
    const CellToken& token = tokens_[words_[i]];
    if (!IsParticle(token, tokens_.text(words_[i])) || hints_[i] == Hint::kGiven) return false;
  }
  thread_local std::string key;
  key.clear();
  AppendFamilyName(tokens_, words_.span(0, count_), key);
  return reference::FamilyNameCount(key) > 0;
}

// Jean-Pierre, DUPONT-DURAND: one name, given or family name in all its words (paul-durand is two).
bool Splitter::IsOneHyphenatedWord() const {
  for (std::size_t i = 1; i < count_; ++i) {
    if (words_[i] != words_[i - 1] + 1 || tokens_[words_[i]].before != Separator::kHyphen)
      return false;
    if ((family_[i] > given_[i]) != (family_[0] > given_[0])) return false;
  }
  return true;
}

// Trần Thị Hương: Thị is a Vietnamese middle name and belongs to the given name behind it.
bool Splitter::IsMiddleName(std::size_t at) const {
  return tokens_[words_[at]].is(WordClass::kParticle) &&
         tables::Low(TableId::kParticles, tokens_.text(words_[at])) ==
             static_cast<std::uint32_t>(ParticleUse::kMiddle);
}

double Splitter::TearCost(std::size_t at) const {
  const Separator before = tokens_[words_[at]].before;
  const bool adjoining = words_[at] == words_[at - 1] + 1;
  if (bound_[at]) return kTornWordWeight;
  if (adjoining && (before == Separator::kHyphen || before == Separator::kApostrophe))
    return kTornWordWeight;
  return 0.0;
}

double Splitter::OrderPrior(bool given_first) const {
  if (context_.order != record::NameOrder::kUnknown) {
    return (context_.order == record::NameOrder::kGivenFirst) == given_first ? kKnownOrderWeight
                                                                             : 0.0;
  }
  // French administrations write NOM PRENOM in capitals; people write Prénom Nom.
  const bool capitals_family_first = all_upper_ && context_.locale == record::Locale::kFrench;
  return given_first != capitals_family_first ? kUsualOrderWeight : 0.0;
}

void Splitter::Fill(std::size_t at, bool given_first, double log_odds,
                    FullNameReading& reading) const {
  reading.given.clear();
  reading.family.clear();
  (given_first ? reading.given : reading.family).append(words_.span(0, at));
  (given_first ? reading.family : reading.given).append(words_.span(at, count_));
  reading.given.append(words_.span(count_, words_.size()));
  reading.log_odds = log_odds;
}

void Splitter::Run(FullNameReading& best, FullNameReading& other) {
  Measure();
  best = other = {};
  if (count_ == 0) return;
  if (count_ == 1) {
    const double odds =
        family_[0] - given_[0] + (context_.order == record::NameOrder::kUnknown ? 2.0 : 0.0);
    (odds >= 0 ? best.family : best.given).append(words_.span());
    best.log_odds = std::abs(odds);
    return;
  }
  if (const bool family_alone = IsParticlesAndName(); family_alone || IsOneHyphenatedWord()) {
    double odds = 0.0;
    for (std::size_t i = 0; i < count_; ++i) odds += family_[i] - given_[i];
    (family_alone || odds >= 0 ? best.family : best.given).append(words_.span());
    best.log_odds = std::max(std::abs(odds), kSureLogOdds);
    return;
  }
  constexpr double kNone = std::numeric_limits<double>::lowest();
  double score[2] = {kNone, kNone};  // family first, given first
  std::size_t split[2] = {0, 0};
  for (std::size_t at = 1; at < count_; ++at) {
    for (const bool given_first : {false, true}) {
      double sum = Score(0, at, !given_first) + Score(at, count_, given_first) +
                   OrderPrior(given_first) - TearCost(at);
      if (comma_ == at && !given_first) sum += kCommaWeight;
      if (sum > score[given_first]) {
        score[given_first] = sum;
        split[given_first] = at;
      }
    }
  }
  const bool given_first = score[1] > score[0];
  const double odds = score[given_first] - score[!given_first];
  Fill(split[given_first], given_first, odds, best);
  if (!decided_) Fill(split[!given_first], !given_first, -odds, other);
}

}  // namespace

double FamilyLogOdds(std::string_view word, record::Locale locale) noexcept {
  return FamilyLog(word, locale) - GivenLog(word, locale);
}

void SplitFullName(const CellTokens& tokens, const WordList& words, const NameContext& context,
                   FullNameReading& best, FullNameReading& other) {
  Splitter(tokens, words, context).Run(best, other);
}

}  // namespace doublon::normalize
