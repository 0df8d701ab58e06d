#include "normalize/name_cell.h"

#include <cstring>

#include "base/load.h"
#include "normalize/cell_repair.h"
#include "normalize/tables.h"
#include "record/prepared_record.h"
#include "text/phonetic.h"

namespace doublon::normalize {

namespace {

std::uint32_t ContextOf(NameColumn column, const NameContext& context) noexcept {
  return static_cast<std::uint32_t>(column) | static_cast<std::uint32_t>(context.order) << 8 |
         static_cast<std::uint32_t>(context.locale) << 16;
}

// A word of so many ASCII letters may be a plain name: shorter ones are initials or short forms.
constexpr std::size_t kPlainBytesMin = 4, kPlainBytesMax = 24;
// Longer given names may be two that are written together.
constexpr std::size_t kPlainGivenBytesMax = 6;

bool MayBePlain(std::string_view cell, NameColumn column) noexcept {
  const std::size_t longest = column == NameColumn::kGiven ? kPlainGivenBytesMax : kPlainBytesMax;
  return column != NameColumn::kFull && cell.size() >= kPlainBytesMin && cell.size() <= longest;
}

// Writes the bytes of one word in small letters; false when they are not ASCII letters all.
template <typename Word>
bool LowerWord(const char* from, char* to) noexcept {
  constexpr Word kEach = static_cast<Word>(~Word{0}) / 0xff;  // a one in every byte
  constexpr Word kHigh = kEach * 0x80;
  const Word bytes = LoadAt<Word>(from) | kEach * 0x20;
  std::memcpy(to, &bytes, sizeof bytes);
  const Word low = bytes & ~kHigh;
  const Word from_a = low + kEach * (0x80 - 'a'), beyond_z = low + kEach * (0x80 - 'z' - 1);
  return (from_a & ~beyond_z & ~bytes & kHigh) == kHigh;
}

// Writes the small letters of `cell`, of kPlainBytesMin bytes at least; false when it is not made
// of ASCII letters only.
bool LowerLetters(std::string_view cell, char* lower) noexcept {
  const std::size_t size = cell.size();
  const char* const from = cell.data();
  // Words of it, the last of which overlaps the one before.
  if (size < 8)
    return LowerWord<std::uint32_t>(from, lower) &
           LowerWord<std::uint32_t>(from + size - 4, lower + size - 4);
  bool letters = true;
  for (std::size_t i = 0; i + 8 < size; i += 8)
    letters &= LowerWord<std::uint64_t>(from + i, lower + i);
  return letters & LowerWord<std::uint64_t>(from + size - 8, lower + size - 8);
}

}  // namespace

NameKeys NameCells::KeysOf(std::string_view folded, std::uint64_t hash) {
  if (const NameKeys* packed = tables::FindNameKeys(hash)) return *packed;
  NameKeys keys;
  key_.clear();
  text::AppendFrKey(folded, key_);
  keys.fr_key = NameKeyHash(key_);
  key_.clear();
  text::AppendSkeletonKey(folded, key_);
  keys.skeleton = NameKeyHash(key_);
  return keys;
}

void NameCells::Prefetch(std::string_view cell, NameColumn column,
                         const NameContext& context) const noexcept {
  std::array<char, kPlainBytesMax> lower;
  if (MayBePlain(cell, column) && LowerLetters(cell, lower.data())) {
    __builtin_prefetch(tables::NameKeysAt(NameHash({lower.data(), cell.size()})));
  } else {
    cache_.Prefetch(cell, ContextOf(column, context));
  }
}

// One word of letters that no table has a rule for is the name as it stands, in small letters.
// False for any other cell.
bool NameCells::ReadPlain(std::string_view cell, NameColumn column) {
  if (!MayBePlain(cell, column) || !LowerLetters(cell, plain_.data())) return false;
  const std::string_view word(plain_.data(), cell.size());
  const bool one_letter =
      word[0] == word[1] && word.find_first_not_of(word[0]) == std::string_view::npos;
  const std::uint64_t hash = NameHash(word);
  if (one_letter || tables::ClassesOf(word, hash) != 0) return false;
  if (column == NameColumn::kGiven) {
    parts_.push_back({NameRole::kGiven, 0, word, KeysOf(word, hash)});
    return true;
  }
  if (!IsPlainFamilyName(word)) return false;
  const bool birth = column == NameColumn::kBirth;
  const std::uint8_t flags = birth ? std::uint8_t{record::kBirthNameFlag} : std::uint8_t{0};
  parts_.push_back(
      {birth ? NameRole::kBirthName : NameRole::kFamily, flags, word, KeysOf(word, hash)});
  return true;
}

void NameCells::ReadAny(std::string_view cell, NameColumn column, const NameContext& context) {
  std::uint8_t flags = 0;
  ReadNames(Repaired(cell, repaired_, flags), column, context, tokens_, names_);
  couple_ = names_.couple;
  gender_ = names_.gender;
  for (const NameParts::Part& part : names_.parts()) {
    const std::string_view text = names_.text(part);
    parts_.push_back(
        {part.role, static_cast<std::uint8_t>(flags | part.flags), text, KeysOf(text)});
  }
}

void NameCells::Read(std::string_view cell, NameColumn column, const NameContext& context) {
  parts_.clear();
  couple_ = false;
  gender_ = 0;
  if (ReadPlain(cell, column)) return;
  bool known;
  Kept* const kept = cache_.At(cell, ContextOf(column, context), known);
  if (known) {
    couple_ = kept->couple;
    gender_ = kept->gender;
    parts_.push_back({kept->role, kept->flags, {kept->text.data(), kept->size}, kept->keys});
    return;
  }
  ReadAny(cell, column, context);
  if (kept == nullptr) return;
  if (!MayBeKept()) return cache_.Forget();
  const Part& part = parts_[0];
  *kept = {part.keys, part.role, part.flags, static_cast<std::uint8_t>(part.text.size()),
           gender_,   couple_,   {}};
  part.text.copy(kept->text.data(), kTextBytesMax);
}

}  // namespace doublon::normalize
