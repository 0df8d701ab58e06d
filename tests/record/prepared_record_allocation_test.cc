#include <cstdlib>
#include <new>
#include <string>

#include "gtest/gtest.h"
#include "record/prepared_record.h"

namespace {
std::size_t allocation_count = 0;
}  // namespace

// Counts what this program allocates; all forms are replaced, so that none meets another's memory.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocation_count;
  return std::malloc(size > 0 ? size : 1);
}
void* operator new(std::size_t size) {
  if (void* const memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
  return operator new(size, tag);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace doublon::record {
namespace {

void BuildRecord(std::string_view long_text, PreparedBuilder& builder) {
  builder.Clear();
  builder.AddGender('m');
  builder.AddText(kFirstCustomField, 0, long_text);
  builder.AddEmail(0, "jean.dupont.exemple@example.org");
  builder.AddPhone(0, "33600010001", PhoneType::kMobile);
  builder.AddStreet(0, 12, 0, 3, "general de gaulle");
  builder.AddDate(kBirthDateField, 0, 1950, 4, 3);
  builder.AddName(kFamilyField, 0, "dupont", 1, 2);
  builder.AddName(kGivenField, 0, "jean pierre", 3, 4);
  builder.AddName(kGivenField, 0, "jean pierre", 3, 4);
  builder.Finish();
}

TEST(PreparedRecordAllocationTest, AWarmBuilderAllocatesNothing) {
  std::string long_text;
  for (int i = 0; i < 150; ++i) long_text += "word" + std::to_string(i) + ' ';
  PreparedBuilder builder;
  const std::size_t cold = allocation_count;
  BuildRecord(long_text, builder);
  ASSERT_GT(allocation_count, cold) << "the count does not work";
  const std::size_t warm = allocation_count;
  for (int i = 0; i < 100; ++i) BuildRecord(long_text, builder);
  EXPECT_EQ(allocation_count, warm);
}

}  // namespace
}  // namespace doublon::record
