#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/cell_tokens.h"
#include "record/schema.h"

namespace doublon::normalize {

// Which column a name stands in.
enum class NameColumn : std::uint8_t { kGiven, kFamily, kBirth, kFull };

// The role of one name found in a cell.
enum class NameRole : std::uint8_t {
  kGiven,
  kFamily,
  kBirthName,    // after née, or before épouse
  kOtherName,    // second family name of unknown role: brackets, dit, divorced
  kSecondGiven,  // of the other person of a couple
  kSecondFamily,
  kSuffix,        // generation: jr, fils, ii
  kOrganisation,  // not a person: the name as a whole
};

// The names of one cell. Reuse it: no allocation once warm.
class NameParts {
 public:
  struct Part {
    NameRole role;
    std::uint8_t flags;  // record::ValueFlag
    std::uint32_t begin, size;
  };
  void Clear() noexcept {
    parts_.clear();
    text_.clear();
    couple = false;
    gender = 0;
    second_gender = 0;
  }
  std::span<const Part> parts() const noexcept { return parts_; }
  std::string_view text(const Part& part) const noexcept {
    return std::string_view(text_).substr(part.begin, part.size);
  }
  bool has(NameRole role) const noexcept;
  // Adds a part whose text is what was appended to text() since `begin`; empty texts are dropped.
  void Add(NameRole role, std::uint8_t flags, std::size_t begin);
  std::string& text() noexcept { return text_; }
  std::string& scratch() noexcept { return scratch_; }

  bool couple = false;  // the cell names two persons or a household
  char gender = 0;      // told by a title: 'f', 'm' or 0
  char second_gender = 0;

 private:
  std::vector<Part> parts_;
  std::string text_, scratch_;
};

// Reads one cell of names (domain.md §1): titles, couples, markers of birth and married names,
// brackets, suffixes, particles, initials, several values; full names are split by case, comma and
// the frequencies of the reference tables (full_name.h). `raw` is repaired text. A placeholder or a
// title alone gives no part. Total; depends on its arguments only. Threads: const and reusable
// tokens are the caller's, one a thread.
struct NameContext {
  record::NameOrder order = record::NameOrder::kUnknown;
  record::Locale locale = record::Locale::kFrench;
};
void ReadNames(std::string_view raw, NameColumn column, const NameContext& context,
               CellTokens& tokens, NameParts& out);

// Appends the canonical form of given names to `out` and returns value flags (kInitials). `words`
// are indexes of tokens.
std::uint8_t AppendGivenNames(const CellTokens& tokens, std::span<const std::uint8_t> words,
                              std::string& out);
// Appends the canonical form of a family name to `out`.
void AppendFamilyName(const CellTokens& tokens, std::span<const std::uint8_t> words,
                      std::string& out);

// True when the family name of one folded word of ASCII letters is the word itself, unless its
// WordClass says more.
bool IsPlainFamilyName(std::string_view word) noexcept;

// Initials written without dots: JP, or jp where that is how people shorten a compound.
bool IsGluedInitials(std::string_view word, LetterCase letters) noexcept;

}  // namespace doublon::normalize
