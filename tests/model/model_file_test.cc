#include "block/key_recipe.h"
#include "gtest/gtest.h"
#include "model/model.h"
#include "normalize/normalizer.h"

namespace doublon::model {
namespace {

ModelData SmallModel() {
  ModelData data;
  data.normalizer_version = normalize::kNormalizerVersion;
  data.key_version = block::kKeyVersion;
  data.fields = Model::BuiltIn()->fields();
  data.fields.push_back({"soc sec \"id\"", record::Kind::kIdentifier});
  std::vector<bool> used(data.fields.size(), true);
  data.comparisons = compare::ComparisonsFor(data.fields, used, nullptr);
  data.recipes = block::RecipesFor(data.fields, used, 100);
  data.overfull = {5, 77, 1ULL << 39};
  data.mixture.class_count = 2;
  data.mixture.shares = {0.25, 0.75};
  data.mixture.same = {true, false};
  for (const compare::Comparison& comparison : data.comparisons) {
    std::vector<ClassValues> levels(compare::LevelsOf(comparison.kind).size(), ClassValues{});
    levels[0].fill(1);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      levels[level] = {1.0 / static_cast<double>(level + 2), 1.0 / 3};
    }
    data.mixture.levels.push_back(levels);
  }
  data.same_log_odds = 7.123456789012345;
  data.review_log_odds = -3.25;
  data.neutral_log_odds = -1.5;
  data.notes = {"a \"note\""};
  const FrequencyTable::Entry entries[] = {{3, 9}, {12, 2}};
  data.frequencies = FrequencyTable::FromEntries(
      data.fields, std::vector<std::uint64_t>(data.fields.size(), 4), entries);
  return data;
}

TEST(ModelFileTest, ReadsBackWhatWasWritten) {
  const Model model(SmallModel());
  const auto again = Model::Parse(model.Json(), model.Tables());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->Json(), model.Json());
  EXPECT_EQ((*again)->Tables(), model.Tables());
  EXPECT_EQ((*again)->version(), model.version());
  EXPECT_EQ((*again)->data().recipes, model.data().recipes);
  EXPECT_EQ((*again)->data().overfull, model.data().overfull);
}

TEST(ModelFileTest, AnyChangeChangesTheVersion) {
  ModelData data = SmallModel();
  const Model model(data);
  data.mixture.levels[0][1][0] += 1e-12;
  EXPECT_NE(Model(data).version(), model.version());
  data = SmallModel();
  data.overfull.insert(6);
  EXPECT_NE(Model(data).version(), model.version());
}

TEST(ModelFileTest, DamageIsRefused) {
  const Model model(SmallModel());
  const std::string json = model.Json();
  std::string tables = model.Tables();
  for (std::size_t at = 0; at < tables.size(); ++at) {
    tables[at] ^= 1;
    EXPECT_FALSE(Model::Parse(json, tables).ok()) << at;
    tables[at] ^= 1;
  }
  EXPECT_FALSE(Model::Parse(json, tables.substr(0, tables.size() - 1)).ok());
  EXPECT_FALSE(Model::Parse(json, "").ok());
  for (std::size_t end = 0; end + 2 < json.size(); end += 97)
    EXPECT_FALSE(Model::Parse(json.substr(0, end), tables).ok());
}

TEST(ModelFileTest, AnotherNormaliserIsRefusedByName) {
  std::string json = Model(SmallModel()).Json();
  const std::string key = "\"normalizer_version\": ";
  json.replace(json.find(key) + key.size(), 1, "9");
  const auto model = Model::Parse(json, Model(SmallModel()).Tables());
  ASSERT_FALSE(model.ok());
  EXPECT_NE(std::string(model.status().message()).find("normaliser 9"), std::string::npos);
}

TEST(ModelFileTest, OlderFormatIsRefusedInWords) {
  std::string json = Model(SmallModel()).Json();
  const std::string key = "\"format\": ";
  json.replace(json.find(key) + key.size(), 1, "1");
  const auto model = Model::Parse(json, Model(SmallModel()).Tables());
  ASSERT_FALSE(model.ok());
  EXPECT_NE(std::string(model.status().message()).find("model format 1"), std::string::npos);
}

TEST(ModelFileTest, BuiltInModelsAreSound) {
  for (const std::shared_ptr<const Model>& model : {Model::BuiltIn(), Model::BuiltInLearnt()}) {
    const ModelData& data = model->data();
    EXPECT_GE(data.comparisons.size(), 6U);
    EXPECT_GE(data.recipes.size(), 15U);
    EXPECT_GT(data.same_log_odds, data.review_log_odds);
    for (std::size_t k = 0; k < data.mixture.class_count; ++k) {
      for (const auto& levels : data.mixture.levels) {
        double sum = 0;
        for (std::size_t level = 1; level < levels.size(); ++level) sum += levels[level][k];
        EXPECT_NEAR(sum, 1, 1e-5) << "class " << k;
      }
    }
  }
}

// A name that no table lists is rare where no list has counted, not as frequent as the few counts
// of a small list.
TEST(ModelFileTest, BuiltInModelTakesNationalFrequencies) {
  const ModelData& data = Model::BuiltIn()->data();
  const auto rarity = [&](std::string_view family) {
    record::PreparedBuilder builder;
    builder.Clear();
    builder.AddName(record::kFamilyField, 0, family, 0, 0);
    std::string bytes(builder.Finish());
    auto* record = reinterpret_cast<std::byte*>(bytes.data());
    data.frequencies.Annotate(record);
    return record::PreparedView(record).values(record::kFamilyField)[0].rarity();
  };
  const compare::Comparison& family = data.comparisons[1];
  ASSERT_EQ(family.kind, compare::ComparisonKind::kFamilyName);
  EXPECT_LT(rarity("martin"), family.rarity_cuts[0]);
  EXPECT_GE(rarity("kerdiles"), family.rarity_cuts[2]);
  EXPECT_GE(rarity("zzyzxian"), family.rarity_cuts[2]);
}

}  // namespace
}  // namespace doublon::model
