#include "normalize/name_columns.h"

#include "normalize/full_name.h"
#include "normalize/plain_value.h"
#include "normalize/tables.h"

namespace doublon::normalize {

namespace {

// Nats by which the crosswise reading must beat the one as written: hardly one row in a thousand is
// exchanged, and a report should not be wrong about one in fifty of those it tells.
constexpr double kExchangedLogOdds = 10.0;

}  // namespace

void NameColumns::Begin(NameCells& cells) noexcept {
  cells_ = &cells;
  gender_ = 0;
  has_given_ = has_family_ = several_given_ = false;
  given_.clear();
  family_.clear();
  given_flags_ = 0;
}

void NameColumns::Add(std::uint8_t field, const NameCells::Part& part, RowOutput& row) const {
  row.NoteText(field, part.flags, part.text);
  row.record.AddName(field, part.flags, part.text, part.keys.fr_key, part.keys.skeleton);
}

void NameColumns::AddPart(const NameCells::Part& part, RowOutput& row) {
  switch (part.role) {
    case NameRole::kGiven:
    case NameRole::kSecondGiven:
      return Add(record::kGivenField, part, row);
    case NameRole::kOrganisation:
      row.record.SetFlag(record::kOrganisation);
      [[fallthrough]];
    case NameRole::kFamily:
    case NameRole::kBirthName:
    case NameRole::kOtherName:
    case NameRole::kSecondFamily:
      has_family_ = true;
      if (row.asks_for_repairs() && family_.empty()) family_ = part.text;
      return Add(record::kFamilyField, part, row);
    case NameRole::kSuffix:
      if (suffix_field_ != kNoField) row.record.AddPlain(suffix_field_, part.flags, part.text);
      return;
  }
}

void NameColumns::Read(NameColumn kind, const NameContext& context, std::string_view cell,
                       RowOutput& row) {
  cells_->Read(cell, kind, context);
  if (cells_->couple()) row.record.SetFlag(record::kCouple);
  if (gender_ == 0 && !cells_->couple()) gender_ = cells_->gender();
  bool first = true;
  for (std::size_t i = 0; i < cells_->size(); ++i) {
    const NameCells::Part& part = (*cells_)[i];
    if (kind == NameColumn::kGiven && part.role == NameRole::kGiven && first) {
      KeepGiven(part);
      first = false;
    } else {
      AddPart(part, row);
    }
  }
}

void NameColumns::KeepGiven(const NameCells::Part& part) {
  given_keys_ = part.keys;
  if (!given_.empty()) {
    given_ += ' ';
    several_given_ = true;
  }
  given_ += part.text;
  const bool initials = (part.flags & record::kInitials) != 0 &&
                        (!has_given_ || (given_flags_ & record::kInitials) != 0);
  given_flags_ = static_cast<std::uint8_t>((given_flags_ | part.flags) & ~record::kInitials);
  if (initials) given_flags_ |= record::kInitials;
  has_given_ = true;
}

void NameColumns::ReadTitle(const NameContext& context, std::string_view cell, RowOutput& row) {
  if (tables::Low(TableId::kGenders, cell) == 0) {
    ReadNames(cell, NameColumn::kFull, context, tokens_, title_);
    if (title_.couple) return row.record.SetFlag(record::kCouple);
  }
  if (gender_ == 0) gender_ = ReadGender(cell);
}

void NameColumns::AddGiven(RowOutput& row) {
  if (given_.empty()) return;
  const NameKeys keys = several_given_ ? cells_->KeysOf(given_) : given_keys_;
  Add(record::kGivenField, {NameRole::kGiven, given_flags_, given_, keys}, row);
}

void NameColumns::NoteExchange(record::Locale locale, RowOutput& row) const {
  if (!row.asks_for_repairs()) return;
  const auto one_word = [](std::string_view name) {
    return !name.empty() && name.find(' ') == std::string_view::npos;
  };
  if (!one_word(given_) || !one_word(family_)) return;
  const double given = FamilyLogOdds(given_, locale), family = -FamilyLogOdds(family_, locale);
  row.Note(record::kFamilyField, Repair::kNamesExchanged,
           given > 0 && family > 0 && given + family > kExchangedLogOdds);
}

void NameColumns::AddGender(RowOutput& row) const {
  if (gender_ != 0 && !row.record.has(record::kCouple)) row.record.AddGender(gender_);
}

}  // namespace doublon::normalize
