#include "normalize/normalizer.h"

#include <algorithm>

#include "normalize/cell_repair.h"
#include "normalize/date_columns.h"
#include "normalize/email.h"
#include "normalize/name_columns.h"
#include "normalize/phone.h"
#include "normalize/place_columns.h"
#include "normalize/plain_value.h"
#include "normalize/reference.h"

namespace doublon::normalize {

namespace {

using record::Kind;
using record::Locale;
using record::PreparedBuilder;

// What a thread has read lately, over all sources: normalisers come and go with every block of
// rows.
struct ThreadCells {
  NameCells names;
  CityCells cities;
  StreetCells streets;
};
ThreadCells& CellsOfThread() {
  thread_local ThreadCells cells;
  return cells;
}

// Kinds whose cells come again and again.
bool IsRemembered(Kind kind) noexcept {
  return kind == Kind::kGivenName || kind == Kind::kFamilyName || kind == Kind::kBirthName ||
         kind == Kind::kFullName || kind == Kind::kCity || kind == Kind::kAddress;
}

}  // namespace

// Everything one source needs: the plan of its columns and the readers of their kinds.
class Normalizer::Preparer {
 public:
  Preparer(const record::SourceSchema& schema, const std::vector<record::Field>& fields);
  void Normalize(std::span<const std::string_view> cells, RowOutput row);
  void Prefetch(std::span<const std::string_view> cells) const noexcept;

 private:
  struct ColumnPlan {
    Kind kind;
    std::uint8_t field;  // of a custom column
    record::DateOrder date_order;
    NameContext names;
  };
  // What the columns of a row leave to be read once all others are.
  struct Later {
    DateCells birth_date;
    bool streets = false, full_names = false;
  };

  void ReadColumn(const ColumnPlan& column, std::string_view cell, RowOutput& row, Later& later);
  void ReadFullNames(std::span<const std::string_view> cells, RowOutput& row);
  void ReadEmail(std::string_view cell, RowOutput& row);
  void ReadPhone(std::string_view cell, RowOutput& row);
  void ReadCountry(std::string_view cell, RowOutput& row);
  void ReadCustom(const ColumnPlan& column, std::string_view cell, RowOutput& row);

  std::vector<ColumnPlan> columns_;
  // Columns whose cells are looked up in what the thread remembers.
  std::vector<std::uint16_t> remembered_columns_;
  Locale locale_;
  NameColumns names_;
  PlaceColumns places_;
  // Scratch.
  Mailboxes mailboxes_;
  PhoneNumbers phones_;
  std::string repaired_, text_;
};

Normalizer::Preparer::Preparer(const record::SourceSchema& schema,
                               const std::vector<record::Field>& fields)
    : locale_(schema.locale), places_(schema) {
  for (const record::Column& column : schema.columns) {
    ColumnPlan plan{column.kind, kNoField, column.date_order, {column.name_order, schema.locale}};
    if (IsCustomKind(column.kind)) {
      for (std::size_t i = record::kFirstCustomField; i < fields.size() && i < kNoField; ++i) {
        if (FillsCustomField(column, fields[i])) plan.field = static_cast<std::uint8_t>(i);
      }
    }
    if (IsRemembered(plan.kind))
      remembered_columns_.push_back(static_cast<std::uint16_t>(columns_.size()));
    columns_.push_back(plan);
  }
  for (std::size_t i = record::kFirstCustomField; i < fields.size() && i < kNoField; ++i) {
    if (fields[i].kind == Kind::kCategory && fields[i].name == "suffix")
      names_.SetSuffixField(static_cast<std::uint8_t>(i));
  }
}

void Normalizer::Preparer::ReadEmail(std::string_view cell, RowOutput& row) {
  std::uint8_t flags = 0;
  if (mailboxes_.Read(Repaired(cell, repaired_, flags)) != Mailboxes::Outcome::kFound) return;
  row.Note(record::kEmailField, Repair::kEncoding, flags != 0);
  for (const auto& mailbox : mailboxes_.mailboxes()) {
    row.Note(record::kEmailField, mailbox.repairs);
    row.record.AddEmail(static_cast<std::uint8_t>(flags | mailbox.flags), mailboxes_.text(mailbox));
  }
}

void Normalizer::Preparer::ReadPhone(std::string_view cell, RowOutput& row) {
  if (phones_.Read(cell, locale_) != PhoneNumbers::Outcome::kFound) return;
  for (const auto& number : phones_.numbers()) {
    row.Note(record::kPhoneField, number.repairs);
    row.record.AddPhone(number.flags, phones_.text(number), number.type);
  }
}

void Normalizer::Preparer::ReadCountry(std::string_view cell, RowOutput& row) {
  std::uint8_t flags = 0;
  text_.clear();
  AppendCountry(Repaired(cell, repaired_, flags), text_);
  if (text_.empty()) return;
  row.NoteText(record::kCountryField, flags, text_);
  row.record.AddPlain(record::kCountryField, flags, text_);
}

void Normalizer::Preparer::ReadCustom(const ColumnPlan& column, std::string_view cell,
                                      RowOutput& row) {
  if (column.field == kNoField) return;
  std::uint8_t flags = 0;
  const std::string_view repaired = Repaired(cell, repaired_, flags);
  row.Note(column.field, Repair::kEncoding, flags != 0);
  ForValues(repaired, [&](std::string_view value) {
    text_.clear();
    switch (column.kind) {
      case Kind::kText:
        AppendFoldedValue(value, text_);
        if (!text_.empty()) row.record.AddText(column.field, flags, text_);
        return;
      case Kind::kCategory:
        AppendFoldedValue(value, text_);
        if (!text_.empty()) row.record.AddPlain(column.field, flags, text_);
        return;
      case Kind::kIdentifier:
        AppendIdentifier(value, text_);
        if (!text_.empty()) row.record.AddPlain(column.field, flags, text_);
        return;
      case Kind::kNumber:
        if (const auto number = ReadNumber(value))
          row.record.AddNumber(column.field, flags, *number);
        return;
      case Kind::kDate:
        return AddDate(column.field, ReadPlainDate(value, column.date_order, locale_), flags, row);
      default:
        return;
    }
  });
}

void Normalizer::Preparer::ReadColumn(const ColumnPlan& column, std::string_view cell,
                                      RowOutput& row, Later& later) {
  switch (column.kind) {
    case Kind::kGivenName:
      return names_.Read(NameColumn::kGiven, column.names, cell, row);
    case Kind::kFamilyName:
      return names_.Read(NameColumn::kFamily, column.names, cell, row);
    case Kind::kBirthName:
      return names_.Read(NameColumn::kBirth, column.names, cell, row);
    case Kind::kTitle:
    case Kind::kGender:
      return names_.ReadTitle(column.names, cell, row);
    case Kind::kFullName:
      later.full_names = true;
      return;
    case Kind::kBirthDate:
      return AddBirthDates(cell, column.date_order, locale_, row);
    case Kind::kBirthDay:
      later.birth_date.day = cell;
      return;
    case Kind::kBirthMonth:
      later.birth_date.month = cell;
      return;
    case Kind::kBirthYear:
      later.birth_date.year = cell;
      return;
    case Kind::kEmail:
      return ReadEmail(cell, row);
    case Kind::kPhone:
      return ReadPhone(cell, row);
    case Kind::kAddress:
    case Kind::kAddressExtra:
    case Kind::kStreetNumber:
      later.streets = true;
      return;
    case Kind::kPostcode:
      return places_.ReadPostcode(cell, row);
    case Kind::kCity:
      return places_.ReadCity(cell, row);
    case Kind::kCountry:
      return ReadCountry(cell, row);
    default:
      if (IsCustomKind(column.kind)) ReadCustom(column, cell, row);
  }
}

void Normalizer::Preparer::ReadFullNames(std::span<const std::string_view> cells, RowOutput& row) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns_[i].kind == Kind::kFullName && !cells[i].empty())
      names_.Read(NameColumn::kFull, columns_[i].names, cells[i], row);
  }
}

void Normalizer::Preparer::Prefetch(std::span<const std::string_view> cells) const noexcept {
  const ThreadCells& thread_cells = CellsOfThread();
  for (const std::size_t i : remembered_columns_) {
    if (i >= cells.size() || cells[i].empty()) continue;
    const ColumnPlan& column = columns_[i];
    switch (column.kind) {
      case Kind::kGivenName:
        thread_cells.names.Prefetch(cells[i], NameColumn::kGiven, column.names);
        break;
      case Kind::kFamilyName:
        thread_cells.names.Prefetch(cells[i], NameColumn::kFamily, column.names);
        break;
      case Kind::kBirthName:
        thread_cells.names.Prefetch(cells[i], NameColumn::kBirth, column.names);
        break;
      case Kind::kFullName:
        thread_cells.names.Prefetch(cells[i], NameColumn::kFull, column.names);
        break;
      case Kind::kCity:
        thread_cells.cities.Prefetch(cells[i]);
        break;
      case Kind::kAddress:
        thread_cells.streets.Prefetch(cells[i], locale_);
        break;
      default:
        break;
    }
  }
}

void Normalizer::Preparer::Normalize(std::span<const std::string_view> cells, RowOutput row) {
  ThreadCells& thread_cells = CellsOfThread();
  names_.Begin(thread_cells.names);
  places_.Begin(thread_cells.cities, thread_cells.streets);
  cells = cells.first(std::min(cells.size(), columns_.size()));
  Later later;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty()) ReadColumn(columns_[i], cells[i], row, later);
  }
  names_.AddGiven(row);
  names_.NoteExchange(locale_, row);
  if (later.full_names && !names_.has_given_and_family()) ReadFullNames(cells, row);
  if (!later.birth_date.empty()) AddBirthDate(later.birth_date, row);
  if (later.streets) places_.ReadStreets(cells, row);
  places_.AddPostcodeOfTown(row);
  names_.AddGender(row);
}

Normalizer::Normalizer(const record::SourceSchema& schema, const std::vector<record::Field>& fields)
    : preparer_(std::make_unique<Preparer>(schema, fields)) {}
Normalizer::~Normalizer() = default;
Normalizer::Normalizer(Normalizer&&) noexcept = default;
Normalizer& Normalizer::operator=(Normalizer&&) noexcept = default;

void Normalizer::Normalize(std::span<const std::string_view> cells, PreparedBuilder& out,
                           RowRepairs* repairs) {
  out.Clear();
  preparer_->Normalize(cells, RowOutput(out, repairs));
}

void Normalizer::Prefetch(std::span<const std::string_view> cells) const noexcept {
  preparer_->Prefetch(cells);
}

void FlagContradictions(record::Locale locale, PreparedBuilder& out) {
  if (locale != Locale::kFrench) return;
  const std::string_view postcode = out.Only(record::kPostcodeField),
                         city = out.Only(record::kCityField);
  if (postcode.empty() || city.empty() || !reference::PostcodeContradictsCity(postcode, city))
    return;
  if (const std::string_view country = out.Only(record::kCountryField);
      !country.empty() && country != "france")
    return;
  out.FlagValues(record::kPostcodeField, record::kSuspect);
  out.FlagValues(record::kCityField, record::kSuspect);
}

}  // namespace doublon::normalize
