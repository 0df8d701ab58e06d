#include "record/record_batch.h"

#include <string>

#include "gtest/gtest.h"

namespace doublon::record {
namespace {

TEST(RecordBatchTest, CellsThatWereNotSetAreEmpty) {
  RecordBatch batch(2, 3);
  const std::size_t row = batch.AddRow(41);
  batch.SetCell(row, 1, "caen");
  EXPECT_EQ(batch.row_count(), 1U);
  EXPECT_EQ(batch.column_count(), 2U);
  EXPECT_EQ(batch.cell(row, 0), "");
  EXPECT_EQ(batch.cell(row, 1), "caen");
  EXPECT_EQ(batch.row_number(row), 41U);
  EXPECT_FALSE(batch.full());
}

TEST(RecordBatchTest, ColumnsDoNotOverlap) {
  RecordBatch batch(3, 4);
  for (std::size_t row = 0; row < 4; ++row) {
    ASSERT_FALSE(batch.full());
    batch.AddRow(row + 1);
    for (std::size_t column = 0; column < 3; ++column) {
      batch.SetCell(row, column, batch.Keep(std::to_string(10 * row + column)));
    }
  }
  EXPECT_TRUE(batch.full());
  for (std::size_t row = 0; row < 4; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      EXPECT_EQ(batch.cell(row, column), std::to_string(10 * row + column));
    }
  }
}

TEST(RecordBatchTest, KeptBytesStayWhereTheyAre) {
  RecordBatch batch(1, 1);
  const std::string_view kept = batch.Keep("short");  // inside the string itself
  for (int i = 0; i < 1000; ++i) batch.Keep(std::to_string(i));
  EXPECT_EQ(kept, "short");
}

TEST(RecordBatchTest, ResetForgetsTheRowsBefore) {
  RecordBatch batch(1, 2);
  batch.SetCell(batch.AddRow(1), 0, "caen");
  batch.Reset(2, 2);
  EXPECT_EQ(batch.row_count(), 0U);
  const std::size_t row = batch.AddRow(9);
  EXPECT_EQ(batch.cell(row, 0), "");
  EXPECT_EQ(batch.cell(row, 1), "");
  EXPECT_EQ(batch.row_number(row), 9U);
}

}  // namespace
}  // namespace doublon::record
