#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/repair.h"
#include "record/prepared_record.h"
#include "record/schema.h"

namespace doublon::normalize {

// The telephone numbers of one cell. Reuse it: no allocation once warm.
class PhoneNumbers {
 public:
  struct Number {
    std::uint8_t flags;  // record::ValueFlag: kShared for landlines and box lines, kSuspect for
                         // service numbers
    record::PhoneType type;
    RepairSet repairs;
    std::uint32_t begin, size;
  };
  enum class Outcome : std::uint8_t { kMissing, kInvalid, kFound };

  // Reads a cell of telephone numbers into E.164 digits without '+' (domain.md §3): trunk zeros, 00
  // and lost signs, overseas numbers written as French ones, spreadsheet notation, letters O for
  // zeros, comments and extensions, several numbers. In a French list a number without country is
  // French; in other lists it keeps its national digits. kMissing: empty or a filler (0000000000,
  // 0102030405, one pair repeated). Total; any bytes.
  Outcome Read(std::string_view raw, record::Locale locale);

  std::span<const Number> numbers() const noexcept { return numbers_; }
  std::string_view text(const Number& number) const noexcept {
    return std::string_view(text_).substr(number.begin, number.size);
  }

 private:
  Outcome Repaired(Repair repair, Outcome outcome) noexcept;
  Outcome ReadOne(std::string_view part, record::Locale locale);
  Outcome AddDigits(std::string_view digits, bool international, record::Locale locale);
  Outcome AddFrench(std::string_view national);
  Outcome AddForeign(std::string_view digits);
  Outcome Add(std::string_view code, std::string_view national, std::uint16_t uses);

  std::string text_;
  std::vector<Number> numbers_;
};

}  // namespace doublon::normalize
