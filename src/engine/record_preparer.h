#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "block/key_maker.h"
#include "engine/live_types.h"
#include "model/model.h"
#include "normalize/normalizer.h"

namespace doublon::engine {

// A live record prepared: canonical values with rarities, and its block keys.
struct PreparedLive {
  std::string bytes;
  std::vector<block::BlockKey> keys;
  std::vector<std::string> unknown_fields;  // kept, not compared
  record::PreparedView view() const noexcept {
    return record::PreparedView(reinterpret_cast<const std::byte*>(bytes.data()));
  }
};

// Prepares live records by the same normaliser and key maker as a batch run, under one model.
// Thread safe: scratch is lent to each caller.
class RecordPreparer {
 public:
  explicit RecordPreparer(std::shared_ptr<const model::Model> model);
  ~RecordPreparer();
  PreparedLive Prepare(const LiveRecord& record) const;

 private:
  struct Scratch;
  std::unique_ptr<Scratch> Borrow() const;
  void Return(std::unique_ptr<Scratch> scratch) const;

  std::shared_ptr<const model::Model> model_;
  record::SourceSchema schema_;  // one column a kind, then one a custom field
  std::map<std::string, std::size_t, std::less<>> columns_;  // field name of the wire → column
  mutable Mutex mutex_;
  mutable std::vector<std::unique_ptr<Scratch>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace doublon::engine
