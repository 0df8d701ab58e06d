#pragma once

#include <stdlib.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/store.h"

namespace doublon::store {

// A directory that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "doublon_store_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline constexpr std::uint32_t kTestNormalizer = 7;

inline StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& directory,
                                                  const std::string& model = "model-1") {
  return Store::Open(directory, {kTestNormalizer, model});
}

// What Load hands out.
struct Contents {
  std::map<std::pair<std::string, std::string>, StoredRecord> records;
  std::vector<std::uint64_t> sequences;  // in the order loaded
  std::map<std::uint64_t, std::uint64_t> aliases;
};

inline StatusOr<Contents> LoadAll(Store& store) {
  Contents contents;
  RETURN_IF_ERROR(store.Load(
      [&](EntityId from, EntityId to) {
        contents.aliases[from.value] = to.value;
        return OkStatus();
      },
      [&](StoredRecord&& record) {
        contents.sequences.push_back(record.sequence);
        contents.records[{record.source, record.record_id}] = std::move(record);
        return OkStatus();
      }));
  return contents;
}

}  // namespace doublon::store
