#include "normalize/name_cell.h"

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

bool IsGiven(NameRole role) noexcept { return role == NameRole::kGiven || role == NameRole::kSecondGiven; }

}  // namespace

NameKeys NameCells::KeysOf(std::string_view folded, bool given) {
  const TableId table = given ? TableId::kGivenNames : TableId::kFamilyNames;
  if (const NameKeys* packed = tables::FindNameKeys(table, folded)) return *packed;
  NameKeys keys;
  key_.clear();
  text::AppendFrKey(folded, key_);
  keys.fr_key = NameKeyHash(key_);
  key_.clear();
  text::AppendSkeletonKey(folded, key_);
  keys.skeleton = NameKeyHash(key_);
  return keys;
}

void NameCells::Keep(Kept& kept) const {
  kept.part_count = static_cast<std::uint8_t>(parts_.size());
  kept.couple = couple_;
  kept.gender = gender_;
  std::size_t end = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    kept.parts[i] = {part.role, part.flags, static_cast<std::uint8_t>(end), static_cast<std::uint8_t>(part.text.size()), part.keys};
    end += part.text.copy(kept.text.data() + end, part.text.size());
  }
}

void NameCells::Read(std::string_view cell, NameColumn column, const NameContext& context) {
  bool known;
  Kept* const kept = cache_.At(cell, ContextOf(column, context), known);
  parts_.clear();
  if (known) {
    couple_ = kept->couple;
    gender_ = kept->gender;
    for (std::size_t i = 0; i < kept->part_count; ++i) {
      const KeptPart& part = kept->parts[i];
      parts_.push_back({part.role, part.flags, {kept->text.data() + part.begin, part.size}, part.keys});
    }
    return;
  }
  std::uint8_t flags = 0;
  ReadNames(Repaired(cell, repaired_, flags), column, context, tokens_, names_);
  couple_ = names_.couple;
  gender_ = names_.gender;
  for (const NameParts::Part& part : names_.parts()) {
    const std::string_view text = names_.text(part);
    parts_.push_back({part.role, static_cast<std::uint8_t>(flags | part.flags), text, KeysOf(text, IsGiven(part.role))});
  }
  if (kept == nullptr) return;
  std::size_t text_bytes = 0;
  for (const Part& part : parts_) text_bytes += part.text.size();
  if (parts_.size() <= kPartsMax && text_bytes <= kTextBytesMax) {
    Keep(*kept);
  } else {
    cache_.Forget();
  }
}

}  // namespace doublon::normalize
