#include "model/field_choice.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>

#include "base/hash.h"
#include "compare/comparison.h"

namespace doublon::model {

namespace {

constexpr std::size_t kSampleRecords = 20'000;
constexpr std::uint64_t kSampleSeed = 0x6669656c64ULL;
constexpr double kChanceMax = 0.5;

struct FieldCount {
  std::vector<std::uint64_t> values;  // hash of the first value of each sampled record that has one
};

// Probability that two records that both have a value agree.
double ChanceOfAgreement(std::vector<std::uint64_t>& values) {
  std::sort(values.begin(), values.end());
  double equal = 0;
  for (std::size_t begin = 0; begin < values.size();) {
    std::size_t end = begin;
    while (end < values.size() && values[end] == values[begin]) ++end;
    const auto count = static_cast<double>(end - begin);
    equal += count * (count - 1);
    begin = end;
  }
  const auto all = static_cast<double>(values.size());
  return values.size() < 2 ? 1 : (equal + 1) / (all * (all - 1) + 1);
}

// One line for all columns of one fate.
void Note(const std::string& fate, const std::vector<std::string>& names,
          std::vector<std::string>* notes) {
  constexpr std::size_t kNamesShown = 8;
  if (names.empty()) return;
  std::string note = "columns " + fate + ": ";
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
    note += (i ? ", " : "") + names[i];
  if (names.size() > kNamesShown)
    note += ", and " + std::to_string(names.size() - kNamesShown) + " more";
  notes->push_back(note);
}

}  // namespace

std::vector<bool> ChooseFields(const record::PreparedStore& records,
                               const std::vector<record::Field>& fields,
                               const std::vector<bool>& used, std::size_t comparisons_max,
                               std::vector<std::string>* notes) {
  std::vector<bool> chosen = used;
  if (fields.size() <= record::kFirstCustomField) return chosen;
  const std::uint64_t stride = 1 + records.size() / kSampleRecords;
  std::vector<FieldCount> counts(fields.size());
  std::size_t sampled = 0;
  for (std::size_t row = 0; row < records.size(); ++row) {
    const record::PreparedView record = records[row];
    if (stride > 1 && StableHash(record.bytes(), kSampleSeed) % stride != 0) continue;
    ++sampled;
    std::size_t last = fields.size();
    for (const record::ValueView value : record.all()) {
      if (value.field() < record::kFirstCustomField || value.field() == last) continue;
      last = value.field();
      counts[last].values.push_back(StableHash(value.payload(), kSampleSeed));
    }
  }
  std::vector<std::string> by_chance, dropped;
  std::vector<std::tuple<double, std::size_t>> worth;  // negative information, field
  for (std::size_t i = record::kFirstCustomField; i < fields.size(); ++i) {
    if (!used[i] || compare::IsSuffixField(fields[i])) continue;
    const double filled =
        static_cast<double>(counts[i].values.size()) / std::max(1.0, static_cast<double>(sampled));
    const double chance = ChanceOfAgreement(counts[i].values);
    chosen[i] = chance < kChanceMax;
    if (chosen[i]) {
      worth.emplace_back(filled * filled * std::log2(chance), i);
    } else {
      by_chance.push_back(fields[i].name);
    }
  }
  Note("not compared, values agree by chance", by_chance, notes);
  std::sort(worth.begin(), worth.end());
  // Street, postcode, city and country make one comparison.
  std::size_t contact = 0;
  for (const std::size_t i : {record::kGivenField, record::kFamilyField, record::kBirthDateField,
                              record::kEmailField, record::kPhoneField, record::kGenderField}) {
    contact += used[i];
  }
  contact += static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [](const record::Field& field) { return compare::IsSuffixField(field); }));
  contact += used[record::kStreetField] || used[record::kPostcodeField] || used[record::kCityField];
  for (std::size_t place = comparisons_max - std::min(contact, comparisons_max);
       place < worth.size(); ++place) {
    chosen[std::get<1>(worth[place])] = false;
    dropped.push_back(fields[std::get<1>(worth[place])].name);
  }
  Note("not compared, others tell more", dropped, notes);
  return chosen;
}

}  // namespace doublon::model
