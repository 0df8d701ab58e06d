// The two files of a model: model.json for people and programs, and the tables (frequencies,
// frequent keys) in binary.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "fmt/format.h"
#include "model/builtin.h"
#include "model/model.h"
#include "normalize/normalizer.h"
#include "simdjson.h"

namespace doublon::model {

namespace {

namespace dom = simdjson::dom;

constexpr std::string_view kLocaleNames[] = {"fr", "en", "generic"};
constexpr std::string_view kNameOrderNames[] = {"unknown", "given_first", "family_first"};

// Index of `name` in `names`, or their number.
template <std::size_t N>
std::size_t IndexOf(const std::string_view (&names)[N], std::string_view name) {
  return static_cast<std::size_t>(std::find(names, names + N, name) - names);
}

constexpr std::uint64_t kTablesMagic =
    0x3130746e6c62756fULL;  // first eight bytes, version included
constexpr std::uint64_t kTablesSeed = 0x7461626c6573ULL;

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + '"';
}

// Shortest text that reads back as the same double.
std::string Number(double value) { return fmt::format("{}", std::isfinite(value) ? value : 0.0); }

std::string PartsJson(const std::vector<block::KeyPart>& parts) {
  std::string out = "[";
  for (const block::KeyPart& part : parts) {
    out += fmt::format("{}[{}, {}]", out.size() > 1 ? ", " : "",
                       Quoted(block::TransformName(part.transform)), part.field);
  }
  return out + "]";
}

std::string ClassesJson(const ClassValues& values, std::size_t count) {
  std::string out = "[";
  for (std::size_t k = 0; k < count; ++k) out += (k ? ", " : "") + Number(values[k]);
  return out + "]";
}

void AppendComparisons(const ModelData& data, std::string& out) {
  out += "  \"comparisons\": [";
  for (std::size_t j = 0; j < data.comparisons.size(); ++j) {
    const compare::Comparison& comparison = data.comparisons[j];
    out += fmt::format(
        "{}\n    {{\"name\": {}, \"kind\": \"{}\", \"field\": {}, \"rarity_cuts\": [{}, {}, {}], "
        "\"levels\": [",
        j ? "," : "", Quoted(comparison.name), compare::ComparisonKindName(comparison.kind),
        comparison.field, comparison.rarity_cuts[0], comparison.rarity_cuts[1],
        comparison.rarity_cuts[2]);
    const auto levels = compare::LevelsOf(comparison.kind);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      out += fmt::format("{}\n      {{\"name\": \"{}\", \"probability\": {}}}",
                         level > 1 ? "," : "", levels[level].name,
                         ClassesJson(data.mixture.levels[j][level], data.mixture.class_count));
    }
    out += "]}";
  }
  out += "],\n";
}

// ---- reading ----

Status Missing(std::string_view what) {
  return InvalidArgument(
      fmt::format("not a model of doublon: \"{}\" is missing or not of the right type", what));
}

#define READ_JSON(element, key, target) \
  if ((element)[key].get(target) != simdjson::SUCCESS) return Missing(key)

Status ReadParts(const dom::array& array, std::size_t field_count,
                 std::vector<block::KeyPart>* parts) {
  for (const dom::element item : array) {
    std::string_view name;
    std::uint64_t field = 0;
    block::KeyPart part;
    if (item.at(0).get(name) != simdjson::SUCCESS || item.at(1).get(field) != simdjson::SUCCESS ||
        !block::TransformFromName(name, &part.transform) || field >= field_count) {
      return Missing("recipes");
    }
    part.field = static_cast<std::uint8_t>(field);
    parts->push_back(part);
  }
  return OkStatus();
}

Status ReadFields(const dom::element& root, ModelData* data) {
  dom::array fields;
  READ_JSON(root, "fields", fields);
  for (const dom::element item : fields) {
    std::string_view name, kind_name;
    READ_JSON(item, "name", name);
    READ_JSON(item, "kind", kind_name);
    const auto kind = record::KindFromName(kind_name);
    if (!kind) return Missing("kind");
    data->fields.push_back({std::string(name), *kind});
  }
  if (data->fields.size() < record::kFirstCustomField ||
      data->fields.size() > record::kFieldCountMax) {
    return Missing("fields");
  }
  return OkStatus();
}

Status ReadClasses(const dom::element& element, std::size_t class_count, ClassValues* values) {
  dom::array array;
  if (element.get(array) != simdjson::SUCCESS || array.size() != class_count)
    return Missing("probability");
  std::size_t k = 0;
  for (const dom::element item : array) {
    if (item.get((*values)[k]) != simdjson::SUCCESS || !((*values)[k] >= 0 && (*values)[k] <= 1)) {
      return Missing("probability");
    }
    ++k;
  }
  return OkStatus();
}

Status ReadComparison(const dom::element& item, ModelData* data) {
  compare::Comparison comparison;
  std::string_view name, kind;
  std::uint64_t field = 0;
  dom::array levels;
  READ_JSON(item, "name", name);
  READ_JSON(item, "kind", kind);
  READ_JSON(item, "field", field);
  READ_JSON(item, "levels", levels);
  dom::array cuts;
  READ_JSON(item, "rarity_cuts", cuts);
  for (std::size_t i = 0; i < comparison.rarity_cuts.size(); ++i) {
    std::uint64_t cut = 0;
    if (cuts.at(i).get(cut) != simdjson::SUCCESS || cut > 255) return Missing("rarity_cuts");
    comparison.rarity_cuts[i] = static_cast<std::uint8_t>(cut);
  }
  if (!compare::ComparisonKindFromName(kind, &comparison.kind) || field >= data->fields.size())
    return Missing("kind");
  comparison.name = name;
  comparison.field = static_cast<std::uint8_t>(field);
  const auto expected = compare::LevelsOf(comparison.kind);
  if (levels.size() + 1 != expected.size()) return Missing("levels");
  std::vector<ClassValues> values(expected.size(), ClassValues{});
  values[0].fill(1);
  std::size_t level = 1;
  for (const dom::element level_item : levels) {
    std::string_view level_name;
    READ_JSON(level_item, "name", level_name);
    if (level_name != expected[level].name) return Missing("levels");
    dom::element probability;
    READ_JSON(level_item, "probability", probability);
    RETURN_IF_ERROR(ReadClasses(probability, data->mixture.class_count, &values[level]));
    ++level;
  }
  data->comparisons.push_back(std::move(comparison));
  data->mixture.levels.push_back(std::move(values));
  return OkStatus();
}

Status ReadMixture(const dom::element& root, ModelData* data) {
  dom::array classes, comparisons;
  READ_JSON(root, "classes", classes);
  if (classes.size() < 1 || classes.size() > kClassCountMax) return Missing("classes");
  for (const dom::element item : classes) {
    const std::size_t k = data->mixture.class_count++;
    READ_JSON(item, "share", data->mixture.shares[k]);
    bool same = false;
    READ_JSON(item, "same", same);
    data->mixture.same[k] = same;
  }
  READ_JSON(root, "comparisons", comparisons);
  if (comparisons.size() > compare::kComparisonCountMax) return Missing("comparisons");
  for (const dom::element item : comparisons) RETURN_IF_ERROR(ReadComparison(item, data));
  return OkStatus();
}

Status ReadVersions(const dom::element& root, ModelData* data) {
  std::uint64_t format = 0, normalizer = 0, key_version = 0;
  READ_JSON(root, "format", format);
  READ_JSON(root, "normalizer_version", normalizer);
  READ_JSON(root, "key_version", key_version);
  if (format != kModelFormat) {
    return FailedPrecondition(fmt::format("model format {}, this program reads {}: train it again",
                                          format, kModelFormat));
  }
  if (normalizer != normalize::kNormalizerVersion || key_version != block::kKeyVersion) {
    return FailedPrecondition(fmt::format(
        "made with normaliser {} and keys {}, this program has {} and {}: train the model again",
        normalizer, key_version, normalize::kNormalizerVersion, block::kKeyVersion));
  }
  data->normalizer_version = static_cast<std::uint32_t>(normalizer);
  data->key_version = static_cast<std::uint32_t>(key_version);
  return OkStatus();
}

Status ReadRecipes(const dom::element& root, ModelData* data) {
  dom::array recipes;
  READ_JSON(root, "recipes", recipes);
  for (const dom::element item : recipes) {
    block::KeyRecipe recipe;
    dom::array parts, refinements;
    READ_JSON(item, "parts", parts);
    READ_JSON(item, "refinements", refinements);
    RETURN_IF_ERROR(ReadParts(parts, data->fields.size(), &recipe.parts));
    RETURN_IF_ERROR(ReadParts(refinements, data->fields.size(), &recipe.refinements));
    data->recipes.push_back(std::move(recipe));
  }
  return OkStatus();
}

Status ReadSummary(const dom::element& root, ModelData* data) {
  std::uint64_t hard = 0;
  READ_JSON(root, "block_size_hard", hard);
  data->block_size_hard = static_cast<std::uint32_t>(std::min<std::uint64_t>(hard, 1 << 20));
  std::string_view locale, name_order;
  READ_JSON(root, "locale", locale);
  READ_JSON(root, "name_order", name_order);
  if (IndexOf(kLocaleNames, locale) == std::size(kLocaleNames)) return Missing("locale");
  if (IndexOf(kNameOrderNames, name_order) == std::size(kNameOrderNames))
    return Missing("name_order");
  data->locale = static_cast<record::Locale>(IndexOf(kLocaleNames, locale));
  data->name_order = static_cast<record::NameOrder>(IndexOf(kNameOrderNames, name_order));
  READ_JSON(root, "same_log_odds", data->same_log_odds);
  READ_JSON(root, "review_log_odds", data->review_log_odds);
  READ_JSON(root, "neutral_log_odds", data->neutral_log_odds);
  READ_JSON(root, "weak_log_odds", data->weak_log_odds);
  READ_JSON(root, "expected_precision", data->expected_precision);
  READ_JSON(root, "expected_recall", data->expected_recall);
  READ_JSON(root, "trained_records", data->trained_records);
  READ_JSON(root, "trained_pairs", data->trained_pairs);
  dom::array trace, notes;
  READ_JSON(root, "em_log_likelihood", trace);
  for (const dom::element item : trace) {
    double value = 0;
    if (item.get(value) != simdjson::SUCCESS) return Missing("em_log_likelihood");
    data->em_log_likelihood.push_back(value);
  }
  READ_JSON(root, "notes", notes);
  for (const dom::element item : notes) {
    std::string_view note;
    if (item.get(note) != simdjson::SUCCESS) return Missing("notes");
    data->notes.emplace_back(note);
  }
  return OkStatus();
}

#undef READ_JSON

// ---- tables ----

void AppendU64(std::uint64_t value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

class TableReader {
 public:
  explicit TableReader(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t Next() {
    std::uint64_t value = 0;
    if (bytes_.size() < sizeof value) {
      short_ = true;
      return 0;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  bool short_or_left() const { return short_ || !bytes_.empty(); }
  std::size_t left() const { return bytes_.size() / sizeof(std::uint64_t); }

 private:
  std::string_view bytes_;
  bool short_ = false;
};

Status ReadTables(std::string_view bytes, ModelData* data) {
  const Status damaged =
      DataLoss("the tables beside the model file are damaged or of another model");
  if (bytes.size() < 16) return damaged;
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + bytes.size() - 8, 8);
  bytes.remove_suffix(8);
  if (StableHash(bytes, kTablesSeed) != checksum) return damaged;
  TableReader reader(bytes);
  if (reader.Next() != kTablesMagic) return damaged;
  std::vector<std::uint64_t> filled(reader.Next());
  if (filled.size() != data->fields.size()) return damaged;
  for (std::uint64_t& count : filled) count = reader.Next();
  const std::uint64_t entry_count = reader.Next();
  if (entry_count > reader.left() / 2) return damaged;
  std::vector<FrequencyTable::Entry> entries(entry_count);
  for (FrequencyTable::Entry& entry : entries) {
    entry.hash = reader.Next();
    entry.count = static_cast<std::uint32_t>(reader.Next());
  }
  const std::uint64_t overfull_count = reader.Next();
  if (overfull_count > reader.left()) return damaged;
  for (std::uint64_t i = 0; i < overfull_count; ++i) data->overfull.insert(reader.Next());
  if (reader.short_or_left()) return damaged;
  data->frequencies = FrequencyTable::FromEntries(data->fields, std::move(filled), entries);
  return OkStatus();
}

}  // namespace

std::string Model::Json() const {
  const ModelData& data = data_;
  std::string out = fmt::format(
      "{{\n  \"format\": {},\n  \"normalizer_version\": {},\n  \"key_version\": {},\n"
      "  \"locale\": \"{}\",\n  \"name_order\": \"{}\",\n  \"trained_records\": {},\n  "
      "\"trained_pairs\": {},\n  \"block_size_hard\": {},\n"
      "  \"same_log_odds\": {},\n  \"review_log_odds\": {},\n  \"neutral_log_odds\": {},\n  "
      "\"weak_log_odds\": {},\n"
      "  \"expected_precision\": {},\n  \"expected_recall\": {},\n",
      kModelFormat, data.normalizer_version, data.key_version,
      kLocaleNames[static_cast<std::size_t>(data.locale)],
      kNameOrderNames[static_cast<std::size_t>(data.name_order)], data.trained_records,
      data.trained_pairs, data.block_size_hard, Number(data.same_log_odds),
      Number(data.review_log_odds), Number(data.neutral_log_odds), Number(data.weak_log_odds),
      Number(data.expected_precision), Number(data.expected_recall));
  out += "  \"fields\": [";
  for (std::size_t i = 0; i < data.fields.size(); ++i) {
    out += fmt::format("{}\n    {{\"name\": {}, \"kind\": \"{}\"}}", i ? "," : "",
                       Quoted(data.fields[i].name), record::KindName(data.fields[i].kind));
  }
  out += "],\n  \"classes\": [";
  for (std::size_t k = 0; k < data.mixture.class_count; ++k) {
    out += fmt::format("{}\n    {{\"share\": {}, \"same\": {}}}", k ? "," : "",
                       Number(data.mixture.shares[k]), data.mixture.same[k]);
  }
  out += "],\n";
  AppendComparisons(data, out);
  out += "  \"recipes\": [";
  for (std::size_t i = 0; i < data.recipes.size(); ++i) {
    out += fmt::format("{}\n    {{\"parts\": {}, \"refinements\": {}}}", i ? "," : "",
                       PartsJson(data.recipes[i].parts), PartsJson(data.recipes[i].refinements));
  }
  out += "],\n  \"em_log_likelihood\": [";
  for (std::size_t i = 0; i < data.em_log_likelihood.size(); ++i) {
    out += (i ? ", " : "") + Number(data.em_log_likelihood[i]);
  }
  out += "],\n  \"notes\": [";
  for (std::size_t i = 0; i < data.notes.size(); ++i)
    out += (i ? ", " : "") + Quoted(data.notes[i]);
  return out + "]\n}\n";
}

std::string Model::Tables() const {
  std::string out;
  AppendU64(kTablesMagic, out);
  AppendU64(data_.frequencies.filled_counts().size(), out);
  for (const std::uint64_t count : data_.frequencies.filled_counts()) AppendU64(count, out);
  const auto entries = data_.frequencies.SortedEntries();
  AppendU64(entries.size(), out);
  for (const FrequencyTable::Entry& entry : entries) {
    AppendU64(entry.hash, out);
    AppendU64(entry.count, out);
  }
  const std::vector<block::BlockKey> overfull = data_.overfull.Sorted();
  AppendU64(overfull.size(), out);
  for (const block::BlockKey key : overfull) AppendU64(key, out);
  AppendU64(StableHash(out, kTablesSeed), out);
  return out;
}

std::string BuiltInTables() {
  // The contact fields and the generation after a name, without counts: frequencies are those of
  // the national tables.
  constexpr std::uint64_t kFields = record::kFirstCustomField + 1;
  std::string out;
  AppendU64(kTablesMagic, out);
  AppendU64(kFields, out);
  for (std::size_t i = 0; i < kFields; ++i) AppendU64(0, out);
  AppendU64(0, out);
  AppendU64(0, out);
  AppendU64(StableHash(out, kTablesSeed), out);
  return out;
}

StatusOr<std::shared_ptr<const Model>> Model::Parse(std::string_view json,
                                                    std::string_view tables) {
  dom::parser parser;
  dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
    return InvalidArgument("not a model of doublon: not valid JSON");
  }
  ModelData data;
  RETURN_IF_ERROR(ReadVersions(root, &data));
  RETURN_IF_ERROR(ReadFields(root, &data));
  RETURN_IF_ERROR(ReadMixture(root, &data));
  RETURN_IF_ERROR(ReadRecipes(root, &data));
  RETURN_IF_ERROR(ReadSummary(root, &data));
  RETURN_IF_ERROR(ReadTables(tables, &data));
  return std::make_shared<const Model>(std::move(data));
}

}  // namespace doublon::model
