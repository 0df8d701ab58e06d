#include "engine/describe.h"

#include <algorithm>
#include <cmath>

#include "fmt/format.h"
#include "model/explain.h"

namespace doublon::engine {

namespace {

using record::Kind;
using record::ValueView;

std::string DescribeValue(const ValueView& value, Kind kind) {
  switch (kind) {
    case Kind::kGivenName:
    case Kind::kFamilyName:
      return std::string(value.name_text());
    case Kind::kBirthDate:
    case Kind::kDate:
      return fmt::format("{:04}-{:02}-{:02}", value.year(), value.month(), value.day());
    case Kind::kGender:
      return std::string(1, static_cast<char>(value.extra()));
    case Kind::kNumber:
      return fmt::format("{}", value.number());
    case Kind::kText:
      return std::string(value.folded_text());
    case Kind::kAddress: {
      std::string text;
      if (value.street_number() != 0) text = fmt::format("{}", value.street_number());
      if (value.street_repetition() != 0) text += fmt::format(" {}", value.street_repetition());
      if (!text.empty() && !value.street_text().empty()) text += ' ';
      text += value.street_text();
      return text;
    }
    default:
      return std::string(value.text());
  }
}

constexpr NamedFlag kValueFlags[] = {
    {record::kRepaired, "repaired"},   {record::kSuspect, "suspect"},
    {record::kAmbiguous, "ambiguous"}, {record::kBirthNameFlag, "birth_name"},
    {record::kShared, "shared"},       {record::kSecondPerson, "second_person"},
    {record::kInitials, "initials"}};
constexpr NamedFlag kRecordFlags[] = {{record::kCouple, "couple"},
                                      {record::kOrganisation, "organisation"},
                                      {record::kTruncatedRecord, "truncated"}};

template <typename Has>
std::string FlagNames(std::span<const NamedFlag> flags, const Has& has) {
  std::string text;
  for (const NamedFlag& flag : flags) {
    if (!has(flag.flag)) continue;
    if (!text.empty()) text += ' ';
    text += flag.name;
  }
  return text;
}

struct Sentence {
  std::string_view code, en, fr;
};
// What a reason of a field of persons says.
constexpr Sentence kSentences[] = {
    {"given_name_same", "same given name", "même prénom"},
    {"given_name_similar", "given names nearly the same", "prénoms presque identiques"},
    {"given_name_part", "one given name is part of the other", "un prénom fait partie de l'autre"},
    {"given_name_nickname", "one given name is a short form of the other",
     "un prénom est un diminutif de l'autre"},
    {"given_name_initial", "given name agrees with an initial",
     "le prénom correspond à une initiale"},
    {"given_name_false_friend", "given names look alike but are two names",
     "prénoms proches mais distincts"},
    {"given_name_different", "different given names", "prénoms différents"},
    {"family_name_same", "same family name", "même nom"},
    {"family_name_similar", "family names nearly the same", "noms presque identiques"},
    {"family_name_part", "one family name is part of the other", "un nom fait partie de l'autre"},
    {"family_name_different", "different family names", "noms différents"},
    {"names_swapped", "given and family name are swapped", "nom et prénom sont inversés"},
    {"date_same", "same date of birth", "même date de naissance"},
    {"date_same_presumed", "same date of birth, but a presumed one",
     "même date de naissance, mais présumée"},
    {"date_one_digit", "dates of birth differ by one digit",
     "dates de naissance à un chiffre près"},
    {"date_day_month_swapped", "day and month of birth swapped",
     "jour et mois de naissance inversés"},
    {"date_day_month_same", "same day and month of birth, another year",
     "mêmes jour et mois de naissance, autre année"},
    {"date_partly_same", "dates of birth partly the same",
     "dates de naissance en partie identiques"},
    {"date_compatible", "dates of birth compatible", "dates de naissance compatibles"},
    {"date_year_same", "same year of birth only", "même année de naissance seulement"},
    {"date_different", "different dates of birth", "dates de naissance différentes"},
    {"email_same", "same mailbox", "même adresse électronique"},
    {"email_same_shared", "same mailbox, used by several people",
     "même adresse électronique, partagée"},
    {"email_same_other_name", "same mailbox, named after one of the two",
     "même adresse électronique, au nom de l'un des deux"},
    {"email_similar", "mailboxes nearly the same", "adresses électroniques presque identiques"},
    {"email_local_part_same", "same mailbox name at another provider",
     "même identifiant chez un autre fournisseur"},
    {"email_different", "different mailboxes", "adresses électroniques différentes"},
    {"phone_same", "same phone", "même téléphone"},
    {"phone_same_shared", "same phone, used by several people", "même téléphone, partagé"},
    {"phone_one_digit", "phones differ by one digit", "téléphones à un chiffre près"},
    {"phone_different", "different phones", "téléphones différents"},
    {"address_same", "same address", "même adresse"},
    {"address_similar", "addresses nearly the same", "adresses presque identiques"},
    {"street_same", "same street", "même rue"},
    {"street_different", "other street of the same town", "autre rue de la même commune"},
    {"address_different", "different addresses", "adresses différentes"},
    {"city_same", "same town", "même commune"},
    {"city_near", "neighbouring towns", "communes voisines"},
    {"city_different", "different towns", "communes différentes"},
    {"gender_different", "different gender", "sexe différent"},
    {"name_suffix_same", "same generation (Jr, Sr, II)", "même génération (Jr, Sr, II)"},
    {"organisation_and_person", "an organisation and a person", "une organisation et une personne"},
    {"name_suffix_different", "another generation (Jr, Sr, II)", "autre génération (Jr, Sr, II)"},
};
// What the end of a reason says of any other field, whose name is put in.
constexpr Sentence kFieldSentences[] = {
    {"_day_month_same", "{}: same day and month, another year",
     "{} : mêmes jour et mois, autre année"},
    {"_day_month_swapped", "{}: day and month swapped", "{} : jour et mois inversés"},
    {"_partly_same", "{} partly the same", "{} en partie identique"},
    {"_year_same", "{}: same year only", "{} : même année seulement"},
    {"_within_year", "{} within a year", "{} à moins d'un an"},
    {"_within_month", "{} within a month", "{} à moins d'un mois"},
    {"_within_week", "{} within a week", "{} à moins d'une semaine"},
    {"_compatible", "{} compatible", "{} compatible"},
    {"_one_digit", "{} differs by one sign", "{} à un signe près"},
    {"_same", "same {}", "{} identique"},
    {"_similar", "{} nearly the same", "{} presque identique"},
    {"_near", "{} close", "{} proche"},
    {"_different", "different {}", "{} différent"},
};

bool IsOfPersons(compare::ComparisonKind kind) noexcept {
  using enum compare::ComparisonKind;
  return kind != kText && kind != kCategory && kind != kNumber && kind != kDate &&
         kind != kIdentifier;
}

std::string Join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

// One decimal; what would read as certain without being it is told as a bound.
std::string Percent(double probability, bool french) {
  std::string text = fmt::format("{:.1f}", 100 * probability);
  const bool high = text == "100.0", low = text == "0.0";
  if (high) text = "99.9";
  if (low) text = "0.1";
  if (french) text[text.size() - 2] = ',';
  if (high) return (french ? "plus de " : "over ") + text;
  if (low) return (french ? "moins de " : "under ") + text;
  return text;
}

std::string WriteSentence(const Explanation& explanation, bool french) {
  std::vector<const ExplainedComparison*> ordered;
  for (const ExplainedComparison& comparison : explanation.comparisons) {
    if (!comparison.reason.empty() && std::abs(comparison.weight) >= 1)
      ordered.push_back(&comparison);
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* x, const auto* y) {
    return std::abs(x->weight) > std::abs(y->weight);
  });
  std::vector<std::string> parts_for, parts_against;
  for (const ExplainedComparison* comparison : ordered) {
    auto& parts = comparison->weight > 0 ? parts_for : parts_against;
    std::string sentence = french ? comparison->text_fr : comparison->text_en;
    if (std::find(parts.begin(), parts.end(), sentence) == parts.end())
      parts.push_back(std::move(sentence));
  }
  std::string text = french ? fmt::format("Probabilité d'une même personne : {} %.",
                                          Percent(explanation.probability, true))
                            : fmt::format("Probability of one person: {} %.",
                                          Percent(explanation.probability, false));
  if (!parts_for.empty()) text += (french ? " Pour : " : " For: ") + Join(parts_for) + ".";
  if (!parts_against.empty())
    text += (french ? " Contre : " : " Against: ") + Join(parts_against) + ".";
  return text;
}

}  // namespace

std::string DescribeField(record::PreparedView record, const std::vector<record::Field>& fields,
                          std::uint8_t field) {
  std::string text;
  for (const ValueView value : record.values(field)) {
    if (!text.empty()) text += "; ";
    text += DescribeValue(value, fields[field].kind);
  }
  return text;
}

std::span<const NamedFlag> ValueFlags() noexcept { return kValueFlags; }
std::span<const NamedFlag> RecordFlags() noexcept { return kRecordFlags; }

std::string DescribeFlags(ValueView value) {
  return FlagNames(kValueFlags, [&](std::uint8_t flag) { return (value.flags() & flag) != 0; });
}

std::string DescribeFlags(record::PreparedView record) {
  return FlagNames(kRecordFlags, [&](std::uint8_t flag) {
    return record.has(static_cast<record::RecordFlag>(flag));
  });
}

std::string DescribeFieldFlags(record::PreparedView record, std::uint8_t field) {
  std::string text;
  bool any = false;
  for (const ValueView value : record.values(field)) {
    const std::string flags = DescribeFlags(value);
    any = any || !flags.empty();
    if (!text.empty()) text += "; ";
    text += flags.empty() ? "-" : flags;
  }
  return any ? text : std::string();
}

std::string DescribeComparison(record::PreparedView record,
                               const std::vector<record::Field>& fields,
                               const compare::Comparison& comparison) {
  std::string text = DescribeField(record, fields, comparison.field);
  if (comparison.kind != compare::ComparisonKind::kAddress) return text;
  for (const std::uint8_t field : {record::kPostcodeField, record::kCityField}) {
    const std::string part = DescribeField(record, fields, field);
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::string ReasonText(std::string_view reason, const compare::Comparison& comparison,
                       Language language) {
  const bool french = language == Language::kFrench;
  if (IsOfPersons(comparison.kind)) {
    for (const Sentence& sentence : kSentences) {
      if (sentence.code == reason) return std::string(french ? sentence.fr : sentence.en);
    }
  }
  std::string name = comparison.name;
  std::replace(name.begin(), name.end(), '_', ' ');
  for (const Sentence& sentence : kFieldSentences) {
    if (reason.ends_with(sentence.code))
      return fmt::format(fmt::runtime(french ? sentence.fr : sentence.en), name);
  }
  return {};
}

std::vector<std::string> Reasons(const model::ModelData& model,
                                 const compare::ComparisonVector& vector) {
  const model::WeightParts parts = model::ExplainWeight(model.mixture, vector);
  std::vector<std::pair<double, std::string>> weighed;
  for (std::size_t j = 0; j < model.comparisons.size(); ++j) {
    const auto& level = compare::LevelsOf(model.comparisons[j].kind)[vector.levels[j]];
    if (!level.reason.empty() && std::abs(parts.comparisons[j]) >= 1) {
      weighed.emplace_back(std::abs(parts.comparisons[j]), level.reason);
    }
  }
  std::stable_sort(weighed.begin(), weighed.end(),
                   [](const auto& x, const auto& y) { return x.first > y.first; });
  std::vector<std::string> reasons;
  for (auto& [weight, reason] : weighed) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
      reasons.push_back(std::move(reason));
  }
  return reasons;
}

Explanation ExplainPair(const model::ModelData& model, record::PreparedView a,
                        record::PreparedView b) {
  const compare::ComparisonVector vector = compare::Compare(model.comparisons, a, b);
  const model::WeightParts parts = model::ExplainWeight(model.mixture, vector);
  Explanation explanation;
  explanation.prior_weight = parts.prior;
  explanation.total_weight = parts.total;
  explanation.probability = model::ProbabilityOf(parts.total);
  for (std::size_t j = 0; j < model.comparisons.size(); ++j) {
    const compare::Comparison& comparison = model.comparisons[j];
    const auto& level = compare::LevelsOf(comparison.kind)[vector.levels[j]];
    explanation.comparisons.push_back(
        {comparison.name, std::string(level.name), std::string(level.reason),
         ReasonText(level.reason, comparison, Language::kEnglish),
         ReasonText(level.reason, comparison, Language::kFrench), parts.comparisons[j],
         DescribeComparison(a, model.fields, comparison),
         DescribeComparison(b, model.fields, comparison)});
  }
  explanation.sentence_en = WriteSentence(explanation, false);
  explanation.sentence_fr = WriteSentence(explanation, true);
  return explanation;
}

}  // namespace doublon::engine
