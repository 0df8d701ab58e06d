#include "normalize/profile.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/hash.h"
#include "fmt/format.h"
#include "normalize/column_evidence.h"
#include "normalize/full_name.h"
#include "normalize/header_kind.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using record::Column;
using record::Kind;
using Sort = HeaderMeaning::Sort;

struct Judged {
  Kind kind;
  double confidence;
  std::string reason;
};

std::string Percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

// Do the contents deny what the header says? Only with clear evidence.
bool ContentsDeny(const HeaderMeaning& meaning, const ColumnEvidence& e) {
  switch (meaning.kind) {
    case Kind::kEmail:
      return e.email < 0.1;
    case Kind::kPhone:
      return e.phone < 0.1;
    case Kind::kBirthDate:
      return e.date < 0.1 && e.year < 0.5;
    case Kind::kTitle:
      return e.title < 0.3 && (e.words > 2 || e.distinct > 20);
    case Kind::kGender:
      return e.distinct > 12;
    case Kind::kFullName:
      return meaning.plain ? e.digit > 0.5 || e.email > 0.5 || e.words > 6
                           : e.person + e.other_letters < 0.5;
    case Kind::kGivenName:
    case Kind::kFamilyName:
    case Kind::kBirthName:
      return e.email > 0.5 || e.digit > 0.7;
    case Kind::kBirthYear:
      return e.year < 0.3 && e.integer > 0.5;
    default:
      return false;
  }
}

// What contents alone say. `names_known`: the list has columns of names already, so it is of
// persons.
Judged ByContents(const ColumnEvidence& e, bool names_known, bool birth_date_known) {
  if (e.email >= 0.6)
    return {Kind::kEmail, e.email, Percent(e.email) + " of values are e-mail addresses"};
  if (e.date >= 0.8) {
    const bool birth =
        names_known && !birth_date_known && e.birth_year_range >= 0.9 && e.distinct > e.filled / 20;
    return {birth ? Kind::kBirthDate : Kind::kDate, e.date,
            Percent(e.date) + " of values are dates"};
  }
  if (e.phone >= 0.8 && e.integer < 0.9)
    return {Kind::kPhone, e.phone, Percent(e.phone) + " of values are telephone numbers"};
  if (e.french_postcode >= 0.8)
    return {Kind::kPostcode, e.french_postcode,
            Percent(e.french_postcode) + " of values are postcodes"};
  if (e.town >= 0.7 && e.words < 4)
    return {Kind::kCity, e.town, Percent(e.town) + " of values are towns"};
  const double distinct_share =
      static_cast<double>(e.distinct) / static_cast<double>(std::max<std::uint64_t>(1, e.filled));
  if (e.person >= 0.7)
    return {Kind::kFullName, e.person, Percent(e.person) + " of values are names of persons"};
  if (!names_known && e.words < 2 && e.digit < 0.1 && e.distinct > 20) {
    if (e.given >= 0.7 && e.given >= e.family)
      return {Kind::kGivenName, e.given, Percent(e.given) + " of values are given names"};
    if (e.family >= 0.7)
      return {Kind::kFamilyName, e.family, Percent(e.family) + " of values are family names"};
  }
  if (e.letters > 200) return {Kind::kIgnored, 0.5, "long prose"};
  if (distinct_share > 0.999 && e.filled > 20 && e.digit > 0.9 && e.words < 3) {
    return {Kind::kIgnored, 0.7, "every value is a code of its own: numbers the rows"};
  }
  if (e.number >= 0.9) {
    const bool code = e.integer >= 0.9 && e.letters >= 5;
    return {code ? Kind::kIdentifier : Kind::kNumber, 0.6,
            Percent(e.number) + " of values are numbers"};
  }
  if (e.words >= 2 || e.letters > 20) return {Kind::kText, 0.5, "several words"};
  if (distinct_share <= 0.2 || e.distinct <= 50)
    return {Kind::kCategory, 0.5, fmt::format("{} different values", e.distinct)};
  if (e.digit >= 0.7) return {Kind::kIdentifier, 0.5, "codes"};
  return {Kind::kText, 0.4, "words"};
}

Judged Judge(const HeaderMeaning& meaning, const ColumnEvidence& e, bool names_known,
             bool birth_date_known) {
  if (e.filled == 0) return {Kind::kIgnored, 1, "empty"};
  if (meaning.sort == Sort::kBookkeeping || (meaning.sort == Sort::kDealing && names_known))
    return {Kind::kIgnored, 0.9, "header: says nothing of who it is"};
  if (e.email >= 0.8 && meaning.kind != Kind::kEmail)
    return ByContents(e, names_known, birth_date_known);
  if (meaning.sort == Sort::kKind && !ContentsDeny(meaning, e))
    return {meaning.kind, 0.95, "header"};
  if (e.distinct == 1 && e.filled > 1) return {Kind::kIgnored, 0.9, "constant"};
  if (meaning.sort == Sort::kCode) return {Kind::kIdentifier, 0.8, "header: a code"};
  return ByContents(e, names_known, birth_date_known);
}

// Day, month and year in columns of their own: by headers, or three columns that look so in a list
// of persons.
void TakeDateParts(const std::vector<HeaderMeaning>& meanings,
                   const std::vector<ColumnEvidence>& evidence, std::vector<Judged>* judged) {
  constexpr std::size_t kNone = ~std::size_t{0};
  std::size_t parts[3] = {kNone, kNone, kNone};
  const Sort sorts[3] = {Sort::kDay, Sort::kMonth, Sort::kYear};
  for (std::size_t c = 0; c < meanings.size(); ++c) {
    for (std::size_t p = 0; p < 3; ++p) {
      if (parts[p] == kNone && meanings[c].sort == sorts[p] && evidence[c].integer > 0.5)
        parts[p] = c;
    }
  }
  if (std::count(parts, parts + 3, kNone) == 3) {
    for (std::size_t c = 0; c < meanings.size(); ++c) {
      const ColumnEvidence& e = evidence[c];
      if (meanings[c].sort != Sort::kUnknown || e.filled == 0 || e.integer < 0.9) continue;
      if (e.year > 0.9 && parts[2] == kNone)
        parts[2] = c;
      else if (e.month > 0.95 && e.distinct >= 6 && parts[1] == kNone)
        parts[1] = c;
      else if (e.day > 0.95 && e.distinct >= 15 && parts[0] == kNone)
        parts[0] = c;
    }
  }
  if (std::count(parts, parts + 3, kNone) > 0) return;
  constexpr Kind kKinds[3] = {Kind::kBirthDay, Kind::kBirthMonth, Kind::kBirthYear};
  for (std::size_t p = 0; p < 3; ++p)
    (*judged)[parts[p]] = {kKinds[p], 0.9, "part of a birth date"};
}

bool IsName(Kind kind) {
  return kind == Kind::kGivenName || kind == Kind::kFamilyName || kind == Kind::kFullName ||
         kind == Kind::kBirthName;
}

bool HasName(const std::vector<Judged>& judged) {
  return std::any_of(judged.begin(), judged.end(), [](const Judged& j) { return IsName(j.kind); });
}

// Family names found by their contents are names of persons only where given names stand beside
// them: places, brands and institutions are called like people too.
void DropLoneFamilyNames(const std::vector<HeaderMeaning>& meanings,
                         const std::vector<ColumnEvidence>& evidence, std::vector<Judged>* judged) {
  const bool given = std::any_of(judged->begin(), judged->end(), [](const Judged& j) {
    return j.kind == Kind::kGivenName || j.kind == Kind::kFullName;
  });
  if (given) return;
  for (std::size_t c = 0; c < meanings.size(); ++c) {
    if ((*judged)[c].kind != Kind::kFamilyName || meanings[c].sort == Sort::kKind) continue;
    (*judged)[c] = ByContents(evidence[c], true, true);
  }
}

// Names so full of errors, or so foreign, that the tables know too few of them in either column by
// itself: one column mostly of given names beside one where family names prevail.
void TakeNamePair(const std::vector<HeaderMeaning>& meanings,
                  const std::vector<ColumnEvidence>& evidence, std::vector<Judged>* judged) {
  constexpr double kGivenMin = 0.5, kFamilyMin = 0.3;
  constexpr std::size_t kNone = ~std::size_t{0};
  std::size_t given = kNone, family = kNone;
  for (std::size_t c = 0; c < judged->size(); ++c) {
    const ColumnEvidence& e = evidence[c];
    const bool word = e.words < 2 && e.digit < 0.1 && e.town < 0.3 && e.distinct > 50;
    if (!word || meanings[c].sort != Sort::kUnknown) continue;
    if (e.given >= kGivenMin && e.given >= e.family &&
        (given == kNone || e.given > evidence[given].given)) {
      given = c;
    } else if (e.family >= kFamilyMin && e.family > e.given &&
               (family == kNone || e.family > evidence[family].family)) {
      family = c;
    }
  }
  if (given == kNone || family == kNone) return;
  (*judged)[given] = {Kind::kGivenName, evidence[given].given,
                      Percent(evidence[given].given) + " of values are given names"};
  (*judged)[family] = {
      Kind::kFamilyName, evidence[family].family,
      Percent(evidence[family].family) + " of values are family names, beside given names"};
}

// French lists show it by their headers, their towns and postcodes, or their mail domains.
record::Locale GuessLocale(std::span<const std::string> headers, const std::vector<Judged>& judged,
                           const std::vector<ColumnEvidence>& evidence,
                           std::span<const std::vector<std::string_view>> sample) {
  for (std::size_t c = 0; c < judged.size(); ++c) {
    if (judged[c].kind == Kind::kPostcode && evidence[c].french_postcode > 0.6)
      return record::Locale::kFrench;
    if (judged[c].kind == Kind::kCity && evidence[c].town > 0.6) return record::Locale::kFrench;
  }
  constexpr std::string_view kFrenchWords[] = {"nom",       "prenom",   "prenoms",  "naissance",
                                               "adresse",   "ville",    "commune",  "postal",
                                               "telephone", "courriel", "civilite", "tel"};
  std::size_t french = 0;
  std::vector<std::string_view> words;
  for (const std::string& header : headers) {
    const std::string folded = text::Fold(header);
    text::SplitTokens(folded, words);
    french += std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return std::find(std::begin(kFrenchWords), std::end(kFrenchWords), word) !=
             std::end(kFrenchWords);
    });
  }
  if (french >= 2 || (french >= 1 && headers.size() <= 4)) return record::Locale::kFrench;
  std::size_t mails = 0, french_mails = 0;
  for (std::size_t c = 0; c < judged.size(); ++c) {
    if (judged[c].kind != Kind::kEmail) continue;
    for (const std::string_view cell : sample[c]) {
      mails += !cell.empty();
      french_mails += cell.ends_with(".fr");
    }
  }
  if (mails > 0 && 5 * french_mails >= mails) return record::Locale::kFrench;
  return HasName(judged) ? record::Locale::kEnglish : record::Locale::kGeneric;
}

// Which way round the names of a full-name column stand, over all its cells of two words.
record::NameOrder GuessNameOrder(const std::vector<std::string_view>& cells,
                                 record::Locale locale) {
  double log_odds = 0;
  std::string folded;
  std::vector<std::string_view> words;
  for (const std::string_view cell : cells) {
    folded.clear();
    text::FoldInto(cell, {}, folded);
    text::SplitTokens(folded, words);
    if (words.size() != 2) continue;
    log_odds += FamilyLogOdds(words[0], locale) - FamilyLogOdds(words[1], locale);
  }
  if (log_odds > kSureLogOdds) return record::NameOrder::kFamilyFirst;
  return log_odds < -kSureLogOdds ? record::NameOrder::kGivenFirst : record::NameOrder::kUnknown;
}

// The row's own id: the column named by the user, else the first that is called so.
void TakeRowId(std::span<const std::string> headers, const std::vector<HeaderMeaning>& meanings,
               std::string_view id_header, std::vector<Judged>* judged) {
  bool taken = false;
  for (std::size_t c = 0; c < headers.size(); ++c) {
    const bool named =
        id_header.empty() ? meanings[c].sort == Sort::kRowId : headers[c] == id_header;
    if (named && !taken) {
      (*judged)[c] = {Kind::kRecordId, 1, id_header.empty() ? "header" : "--id"};
      taken = true;
    } else if (meanings[c].sort == Sort::kRowId) {
      (*judged)[c] = {Kind::kIgnored, 0.9, "header: names the rows"};
    }
  }
}

ColumnProfile ProfileOf(const ColumnEvidence& evidence,
                        const std::vector<std::string_view>& cells) {
  ColumnProfile profile{evidence.rows, evidence.filled,      evidence.distinct, {}, {},
                        false,         FrequentShapes(cells)};
  std::string folded;
  std::vector<std::string_view> words;
  std::uint64_t smallest = ~0ULL, largest = 0;
  for (const std::string_view cell : cells) {
    if (cell.empty()) continue;
    folded.clear();
    text::FoldInto(cell, {}, folded);
    profile.values.push_back(StableHash(folded, 0));
    text::SplitTokens(folded, words);
    for (const std::string_view word : words) profile.words.push_back(StableHash(word, 0));
    std::uint64_t number = 0;
    if (std::from_chars(folded.data(), folded.data() + folded.size(), number).ptr !=
        folded.data() + folded.size())
      continue;
    smallest = std::min(smallest, number);
    largest = std::max(largest, number);
  }
  for (auto* hashes : {&profile.values, &profile.words}) {
    std::sort(hashes->begin(), hashes->end());
    hashes->erase(std::unique(hashes->begin(), hashes->end()), hashes->end());
  }
  // A sample of a longer file has gaps; row numbers still have no more than the file has rows,
  // which is not known here.
  constexpr std::uint64_t kGaps = 2;
  profile.counts_rows = evidence.integer > 0.99 &&
                        largest - smallest < kGaps * std::max<std::uint64_t>(1, evidence.filled);
  return profile;
}

}  // namespace

record::SourceSchema GuessSchema(std::string source, std::span<const std::string> headers,
                                 std::span<const std::vector<std::string_view>> sample,
                                 std::string_view id_header, std::vector<ColumnProfile>* profiles) {
  std::vector<HeaderMeaning> meanings;
  std::vector<ColumnEvidence> evidence;
  for (std::size_t c = 0; c < headers.size(); ++c) {
    meanings.push_back(MeaningOf(headers[c]));
    evidence.push_back(LookAt(sample[c]));
  }
  // Twice: names and birth dates found by headers in the first round help to read the other
  // columns.
  std::vector<Judged> judged;
  for (std::size_t c = 0; c < headers.size(); ++c)
    judged.push_back(Judge(meanings[c], evidence[c], false, false));
  if (!HasName(judged)) TakeNamePair(meanings, evidence, &judged);
  const bool names = HasName(judged);
  const bool birth_date = std::any_of(judged.begin(), judged.end(),
                                      [](const Judged& j) { return j.kind == Kind::kBirthDate; });
  for (std::size_t c = 0; c < headers.size(); ++c) {
    if (!IsName(judged[c].kind)) judged[c] = Judge(meanings[c], evidence[c], names, birth_date);
  }
  DropLoneFamilyNames(meanings, evidence, &judged);
  if (names) TakeDateParts(meanings, evidence, &judged);
  TakeRowId(headers, meanings, id_header, &judged);

  record::SourceSchema schema;
  schema.source = std::move(source);
  schema.locale = GuessLocale(headers, judged, evidence, sample);
  for (std::size_t c = 0; c < headers.size(); ++c) {
    Column column;
    column.header = headers[c];
    column.kind = judged[c].kind;
    column.date_order = evidence[c].date_order;
    if (column.kind == Kind::kFullName)
      column.name_order = GuessNameOrder(sample[c], schema.locale);
    column.reason = judged[c].reason;
    column.confidence = std::min(1.0, judged[c].confidence);
    schema.columns.push_back(std::move(column));
    if (profiles != nullptr) profiles->push_back(ProfileOf(evidence[c], sample[c]));
  }
  return schema;
}

}  // namespace doublon::normalize
