#pragma once

#include <stdlib.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/store.h"
#include "temp_folder.h"

namespace doublon::store {

using tests::TempFolder;

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
