#include "record/prepared_store.h"

#include <string>

#include "gtest/gtest.h"

namespace doublon::record {
namespace {

std::string RecordOf(std::string_view city) {
  PreparedBuilder builder;
  builder.Clear();
  builder.AddPlain(kCityField, 0, city);
  return std::string(builder.Finish());
}

TEST(PreparedStoreTest, RecordsOfABlockAreFoundInOrder) {
  PreparedStore store;
  store.AppendBlock(RecordOf("caen") + RecordOf("saint denis") + RecordOf("y"));
  store.AppendBlock("");
  store.AppendBlock(RecordOf("lyon"));
  ASSERT_EQ(store.size(), 4U);
  EXPECT_EQ(store[0].values(kCityField)[0].text(), "caen");
  EXPECT_EQ(store[1].values(kCityField)[0].text(), "saint denis");
  EXPECT_EQ(store[2].values(kCityField)[0].text(), "y");
  EXPECT_EQ(store[3].values(kCityField)[0].text(), "lyon");
}

TEST(PreparedStoreTest, RecordsNeverMove) {
  PreparedStore store;
  store.AppendBlock(RecordOf("caen"));
  const PreparedView first = store[0];
  const std::byte* const place = first.data();
  for (int i = 0; i < 2000; ++i) store.AppendBlock(RecordOf(std::to_string(i)));
  EXPECT_EQ(store[0].data(), place);
  EXPECT_EQ(first.values(kCityField)[0].text(), "caen");
  EXPECT_EQ(store[2000].values(kCityField)[0].text(), "1999");
}

TEST(PreparedStoreTest, ByteCountCoversTheRecords) {
  PreparedStore store;
  EXPECT_EQ(store.byte_count(), 0U);
  const std::string block = RecordOf("caen") + RecordOf("lyon");
  store.AppendBlock(block);
  EXPECT_GE(store.byte_count(), block.size() + 2 * sizeof(std::byte*));
}

}  // namespace
}  // namespace doublon::record
