#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "block/key_maker.h"
#include "block/key_recipe.h"
#include "compare/comparison.h"
#include "model/frequency_table.h"
#include "model/mixture.h"
#include "record/schema.h"

namespace doublon::model {

inline constexpr std::uint32_t kModelFormat = 2;

// Everything matching needs beside the records. Plain data; a Model makes it immutable.
struct ModelData {
  std::uint32_t normalizer_version = 0;
  std::uint32_t key_version = 0;
  // How records without a file of their own (the wire) are read.
  record::Locale locale = record::Locale::kFrench;
  record::NameOrder name_order = record::NameOrder::kUnknown;
  std::vector<record::Field> fields;
  std::vector<compare::Comparison> comparisons;
  std::vector<block::KeyRecipe> recipes;
  block::OverfullKeys overfull;
  std::uint32_t block_size_hard =
      500;  // a block that grows beyond this is left out (see KeyTable::Build)
  FrequencyTable frequencies;
  Mixture mixture;
  double same_log_odds = 0;    // merge from here
  double review_log_odds = 0;  // ask a person from here
  // Where the evidence of a pair within a would-be entity speaks neither for nor against it
  // (cluster::EntityOptions).
  double neutral_log_odds = 0;
  double weak_log_odds =
      0;  // from here a pair may join groups that are sure enough together (cluster::EntityOptions)
  double expected_precision = 1, expected_recall = 1;
  // What it was trained on, for people.
  std::uint64_t trained_records = 0, trained_pairs = 0;
  std::vector<double> em_log_likelihood;
  std::vector<std::string> notes;
};

// An immutable model. Thread safe; shared between all that match.
class Model {
 public:
  explicit Model(ModelData data);

  // Reads model.json and the tables beside it (path + ".tables"). Errors name the file and what is
  // wrong: not found, damaged (checksum), another normaliser or key version (retrain), unknown
  // format.
  static StatusOr<std::shared_ptr<const Model>> Load(const std::string& path);
  // The contents of the two files; the caller writes them (io::OutputFile). Byte for byte the same
  // for equal models.
  std::string Json() const;
  std::string Tables() const;
  static StatusOr<std::shared_ptr<const Model>> Parse(std::string_view json,
                                                      std::string_view tables);
  // The model for French contact lists that the program ships, and the one it was made of, as
  // learnt: what training leans on, since a list has a size and chances of its own
  // (datasets/models/README.md).
  static std::shared_ptr<const Model> BuiltIn();
  static std::shared_ptr<const Model> BuiltInLearnt();

  const ModelData& data() const noexcept { return data_; }
  const std::vector<record::Field>& fields() const noexcept { return data_.fields; }
  std::uint32_t normalizer_version() const noexcept { return data_.normalizer_version; }
  // Hash of all that decides answers, 16 hex digits: equal versions answer alike on any machine.
  std::string_view version() const noexcept { return version_; }

 private:
  ModelData data_;
  std::string version_;
};

}  // namespace doublon::model
