#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "generate/random.h"
#include "generate/tables.h"

namespace doublon::generate {

// The four lists and the years they were collected in: what changed between tells them apart.
enum class Source : std::uint8_t { kVoters = 0, kDonors = 1, kPetition = 2, kMembers = 3 };
inline constexpr std::size_t kSourceCount = 4;
inline constexpr std::array<int, kSourceCount> kSourceYear = {2011, 2014, 2016, 2006};
inline constexpr int kFirstYear = 2006;  // changes before it are not seen by any list
inline constexpr int kLastYear = 2016;

// A value that may have changed once in the years the lists cover.
template <typename T>
struct Changing {
  T earlier{};
  T later{};
  int change_year = 0;  // 0: `later` holds for all years
  const T& In(int year) const noexcept {
    return change_year != 0 && year < change_year ? earlier : later;
  }
  void Set(T value) {
    later = std::move(value);
    change_year = 0;
  }
  void ChangeTo(T value, int year) {
    earlier = std::move(later);
    later = std::move(value);
    change_year = year;
  }
};

struct Date {
  int year = 0;
  int month = 1;
  int day = 1;
};

struct Address {
  std::uint32_t commune = 0;
  std::string_view postcode;
  std::uint32_t street = 0;
  int number = 0;       // 0: none (small communes)
  char repetition = 0;  // 0, 'B' (bis), 'T' (ter), 'A'
  std::string extra;    // "Appt 12", "Bât C"; may be empty
};

// Where people live: the household's home, or that of a grown child.
struct Home {
  Changing<Address> address;
  Changing<std::string> landline;  // ten digits or empty
};

struct Person {
  Sex sex = Sex::kFemale;
  Date born;
  const GivenName* given = nullptr;
  const GivenName* second_given = nullptr;  // may be null
  std::string birth_name;                   // title case
  double name_share = 0;                    // share of the birth name among all births
  Changing<std::string> used_name;          // differs from birth_name after a marriage
  bool married = false;
  Changing<std::string> email;                    // empty: has none
  Changing<std::string> mobile;                   // ten digits or empty
  std::size_t home = 0;                           // index into Household::homes
  std::uint64_t entity = 0;                       // opaque, unique
  std::array<std::uint8_t, kSourceCount> rows{};  // rows in each list
};

struct Household {
  std::vector<Home> homes;
  std::vector<Person> persons;  // only those who are on a list
};

// Makes household number `index`. A pure function of (tables, seed, index): any thread, any order.
// Indexes are below 2^32.
// Rates and their sources: docs/generate.md.
Household MakeHousehold(const Tables& tables, std::uint64_t seed, std::uint64_t index);

}  // namespace doublon::generate
