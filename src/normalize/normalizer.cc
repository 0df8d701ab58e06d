#include "normalize/normalizer.h"

#include <algorithm>
#include <array>
#include <functional>

#include "normalize/address.h"
#include "normalize/address_scan.h"
#include "normalize/cell_repair.h"
#include "normalize/city_cell.h"
#include "normalize/date.h"
#include "normalize/email.h"
#include "normalize/name_cell.h"
#include "normalize/packed_table.h"
#include "normalize/phone.h"
#include "normalize/plain_value.h"
#include "normalize/reference.h"
#include "normalize/street_cell.h"
#include "normalize/tables.h"
#include "record/record_batch.h"
#include "text/fold.h"

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

bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }

// Kinds whose cells come again and again.
bool IsRemembered(Kind kind) noexcept {
  return kind == Kind::kGivenName || kind == Kind::kFamilyName || kind == Kind::kBirthName ||
         kind == Kind::kFullName || kind == Kind::kCity || kind == Kind::kAddress;
}

// Calls take(value) for each value of a cell.
template <typename Take>
void ForValues(std::string_view cell, Take take) {
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(record::kValueSeparator), cell.size());
    if (end > 0) take(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

}  // namespace

// Everything one source needs: the plan of its columns and scratch.
class Normalizer::Preparer {
 public:
  Preparer(const record::SourceSchema& schema, const std::vector<record::Field>& fields);
  void Normalize(std::span<const std::string_view> cells, PreparedBuilder& out,
                 RowRepairs* repairs);
  void Prefetch(std::span<const std::string_view> cells) const noexcept;

 private:
  struct ColumnPlan {
    Kind kind;
    std::uint8_t field;  // of a custom column
    record::DateOrder date_order;
    NameContext names;
  };
  struct DateParts {
    std::string_view year, month, day;
  };

  std::string_view Repaired(std::string_view cell, std::uint8_t& flags) {
    return normalize::Repaired(cell, repaired_, flags);
  }
  void ReadColumn(const ColumnPlan& column, std::string_view cell, PreparedBuilder& out);
  void ReadNameColumn(const ColumnPlan& column, NameColumn kind, std::string_view cell,
                      PreparedBuilder& out);
  void AddNamePart(const NameCells::Part& part, PreparedBuilder& out);
  void AddGiven(const NameCells::Part& part);
  void Note(std::uint8_t field, RepairSet repairs) {
    if (repairs_ != nullptr) (*repairs_)[field] |= repairs;
  }
  void Note(std::uint8_t field, Repair repair, bool done) {
    if (done) Note(field, BitOf(repair));
  }
  // What may be repaired in any cell of words.
  void NoteText(std::uint8_t field, std::uint8_t flags, std::string_view folded) {
    if (repairs_ == nullptr) return;
    Note(field, Repair::kEncoding, (flags & record::kRepaired) != 0);
    Note(field, Repair::kUnknownLetter, folded.find('?') != std::string_view::npos);
  }
  void AddName(std::uint8_t field, const NameCells::Part& part, PreparedBuilder& out) {
    NoteText(field, part.flags, part.text);
    out.AddName(field, part.flags, part.text, part.keys.fr_key, part.keys.skeleton);
  }
  void AddBirthDate(std::string_view cell, const ColumnPlan& column, PreparedBuilder& out);
  void AddDateParts(const DateParts& parts, PreparedBuilder& out);
  void AddDate(std::uint8_t field, const DateReading& reading, std::uint8_t flags,
               PreparedBuilder& out);
  void AddAddresses(std::span<const std::string_view> cells, PreparedBuilder& out);
  bool AddAddress(std::string_view cell, std::string_view number, PreparedBuilder& out);
  void AddCity(const CityName& city, std::uint8_t flags, PreparedBuilder& out);
  void AddCustom(const ColumnPlan& column, std::string_view value, PreparedBuilder& out);

  std::vector<ColumnPlan> columns_;
  std::vector<std::uint16_t> number_columns_, address_columns_, extra_columns_;  // of streets
  std::vector<std::uint16_t>
      remembered_columns_;  // whose cells are looked up in what the thread remembers
  Locale locale_;
  std::uint8_t suffix_field_ = kNoField;
  // Scratch.
  CellTokens tokens_;
  NameParts title_;
  // Of the thread that normalises.
  NameCells* names_ = nullptr;
  CityCells* cities_ = nullptr;
  StreetCells* streets_ = nullptr;
  Mailboxes mailboxes_;
  PhoneNumbers phones_;
  StreetAddress address_;
  CityName city_;
  std::string repaired_, text_, given_;
  // State of the row.
  RowRepairs* repairs_ = nullptr;  // null where nobody asks
  char gender_ = 0;
  bool has_street_ = false, has_postcode_ = false, has_city_ = false, has_given_ = false,
       has_family_ = false;
  std::uint8_t given_flags_ = 0;
  NameKeys given_keys_;         // of the last given name
  bool several_given_ = false;  // given_ holds more than that
  std::string arrondissement_postcode_;
};

Normalizer::Preparer::Preparer(const record::SourceSchema& schema,
                               const std::vector<record::Field>& fields)
    : locale_(schema.locale) {
  for (const record::Column& column : schema.columns) {
    ColumnPlan plan{column.kind, kNoField, column.date_order, {column.name_order, schema.locale}};
    if (IsCustomKind(column.kind)) {
      for (std::size_t i = record::kFirstCustomField; i < fields.size() && i < kNoField; ++i) {
        if (FillsCustomField(column, fields[i])) plan.field = static_cast<std::uint8_t>(i);
      }
    }
    const auto index = static_cast<std::uint16_t>(columns_.size());
    if (IsRemembered(plan.kind)) remembered_columns_.push_back(index);
    if (plan.kind == Kind::kStreetNumber) number_columns_.push_back(index);
    if (plan.kind == Kind::kAddress) address_columns_.push_back(index);
    if (plan.kind == Kind::kAddressExtra) extra_columns_.push_back(index);
    columns_.push_back(plan);
  }
  for (std::size_t i = record::kFirstCustomField; i < fields.size() && i < kNoField; ++i) {
    if (fields[i].kind == Kind::kCategory && fields[i].name == "suffix")
      suffix_field_ = static_cast<std::uint8_t>(i);
  }
}

void Normalizer::Preparer::AddNamePart(const NameCells::Part& part, PreparedBuilder& out) {
  switch (part.role) {
    case NameRole::kGiven:
    case NameRole::kSecondGiven:
      return AddName(record::kGivenField, part, out);
    case NameRole::kOrganisation:
      out.SetFlag(record::kOrganisation);
      [[fallthrough]];
    case NameRole::kFamily:
    case NameRole::kBirthName:
    case NameRole::kOtherName:
    case NameRole::kSecondFamily:
      has_family_ = true;
      return AddName(record::kFamilyField, part, out);
    case NameRole::kSuffix:
      if (suffix_field_ != kNoField) out.AddPlain(suffix_field_, part.flags, part.text);
      return;
  }
}

void Normalizer::Preparer::ReadNameColumn(const ColumnPlan& column, NameColumn kind,
                                          std::string_view cell, PreparedBuilder& out) {
  names_->Read(cell, kind, column.names);
  if (names_->couple()) out.SetFlag(record::kCouple);
  if (gender_ == 0 && !names_->couple()) gender_ = names_->gender();
  bool first = true;
  for (std::size_t i = 0; i < names_->size(); ++i) {
    const NameCells::Part& part = (*names_)[i];
    if (kind == NameColumn::kGiven && part.role == NameRole::kGiven && first) {
      AddGiven(part);
      first = false;
    } else {
      AddNamePart(part, out);
    }
  }
}

// Given names of several columns (first, middle) are one value, in order.
void Normalizer::Preparer::AddGiven(const NameCells::Part& part) {
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

void Normalizer::Preparer::AddDate(std::uint8_t field, const DateReading& reading,
                                   std::uint8_t flags, PreparedBuilder& out) {
  if (reading.outcome == DateReading::Outcome::kMissing) return;
  const DateValue& date = reading.date;
  if (reading.outcome == DateReading::Outcome::kInvalid) {
    // A slip of the hand in a full date (31/04, month 24) still tells most of it: it is compared by
    // its digits.
    if (!reading.as_typed) return;
    Note(field, Repair::kNoDayOfCalendar, true);
    out.AddDate(field, flags | record::kRepaired, date.year, date.month, date.day);
    return;
  }
  if (reading.suspect) flags |= record::kSuspect;
  if (reading.moved) flags |= record::kRepaired;
  Note(field, Repair::kLateTimestamp, reading.moved);
  Note(field, Repair::kShortYear, reading.short_year);
  Note(field, Repair::kSpreadsheetSerial, reading.serial);
  if (reading.ambiguous) flags |= record::kAmbiguous;
  out.AddDate(field, flags, date.year, date.month, date.day);
  if (reading.ambiguous)
    out.AddDate(field, flags, reading.other.year, reading.other.month, reading.other.day);
}

void Normalizer::Preparer::AddBirthDate(std::string_view cell, const ColumnPlan& column,
                                        PreparedBuilder& out) {
  ForValues(cell, [&](std::string_view value) {
    AddDate(record::kBirthDateField, ReadBirthDate(value, column.date_order, locale_), 0, out);
  });
}

void Normalizer::Preparer::AddDateParts(const DateParts& parts, PreparedBuilder& out) {
  const DateValue date = {ReadDatePart(parts.year, DatePart::kYear),
                          static_cast<std::uint8_t>(ReadDatePart(parts.month, DatePart::kMonth)),
                          static_cast<std::uint8_t>(ReadDatePart(parts.day, DatePart::kDay))};
  DateReading reading;
  reading.date = date;
  if (!JudgeBirthDate(date, reading.suspect)) return;
  reading.outcome = DateReading::Outcome::kFound;
  const bool full = date.year != 0 && date.month != 0 && date.day != 0;
  const std::uint8_t flags = full && !IsCalendarDate(date) ? record::kRepaired : 0;
  Note(record::kBirthDateField, Repair::kNoDayOfCalendar, flags != 0);
  reading.short_year =
      date.year != 0 && std::count_if(parts.year.begin(), parts.year.end(), IsDigit) <= 2;
  AddDate(record::kBirthDateField, reading, flags, out);
}

void Normalizer::Preparer::AddCity(const CityName& city, std::uint8_t flags, PreparedBuilder& out) {
  if (city.arrondissement != 0)
    arrondissement_postcode_ = ArrondissementPostcode(city.text, city.arrondissement);
  if (city.text.empty()) return;
  has_city_ = true;
  NoteText(record::kCityField, flags, city.text);
  out.AddPlain(record::kCityField, flags, city.text);
}

bool Normalizer::Preparer::AddAddress(std::string_view cell, std::string_view number,
                                      PreparedBuilder& out) {
  std::uint8_t flags = 0;
  if (number.empty()) {
    flags = streets_->Read(cell, locale_, address_);
  } else {
    ReadAddress(Repaired(cell, flags), number, locale_, tokens_, address_);
  }
  const StreetAddress& a = address_;
  if (!has_postcode_ && !a.city.postcode.empty()) {
    has_postcode_ = true;
    NoteText(record::kPostcodeField, flags, {});
    Note(record::kPostcodeField, Repair::kLeadingZero, a.city.zero_restored);
    const std::uint8_t zero = a.city.zero_restored ? record::kRepaired : 0;
    out.AddPlain(record::kPostcodeField, flags | zero, a.city.postcode);
  }
  if (!has_city_) AddCity(a.city, flags, out);
  if (!a.has_street()) return false;
  NoteText(record::kStreetField, flags, a.words);
  const char repetition = a.repetition.empty()    ? '\0'
                          : a.repetition == "bis" ? 'b'
                                                  : a.repetition[0];
  if (!a.delivery.empty() && a.words.empty()) {
    out.AddStreet(flags, a.number_value, repetition, 0, a.delivery);
  } else {
    out.AddStreet(flags, a.number_value, repetition, a.type_id,
                  a.words.empty() ? a.type : std::string_view(a.words));
  }
  return true;
}

void Normalizer::Preparer::AddAddresses(std::span<const std::string_view> cells,
                                        PreparedBuilder& out) {
  std::string_view number;
  for (const std::uint16_t i : number_columns_) {
    if (number.empty() && i < cells.size()) number = cells[i];
  }
  bool street = false;
  for (const std::vector<std::uint16_t>& columns :
       {std::cref(address_columns_), std::cref(extra_columns_)}) {
    if (street) break;
    for (const std::uint16_t i : columns) {
      if (i >= cells.size() || cells[i].empty()) continue;
      ForValues(cells[i],
                [&](std::string_view value) { street = AddAddress(value, number, out) || street; });
      if (street) number = {};
    }
  }
}

void Normalizer::Preparer::AddCustom(const ColumnPlan& column, std::string_view cell,
                                     PreparedBuilder& out) {
  if (column.field == kNoField) return;
  std::uint8_t flags = 0;
  const std::string_view repaired = Repaired(cell, flags);
  Note(column.field, Repair::kEncoding, flags != 0);
  ForValues(repaired, [&](std::string_view value) {
    text_.clear();
    switch (column.kind) {
      case Kind::kText:
        AppendFoldedValue(value, text_);
        if (!text_.empty()) out.AddText(column.field, flags, text_);
        return;
      case Kind::kCategory:
        AppendFoldedValue(value, text_);
        if (!text_.empty()) out.AddPlain(column.field, flags, text_);
        return;
      case Kind::kIdentifier:
        AppendIdentifier(value, text_);
        if (!text_.empty()) out.AddPlain(column.field, flags, text_);
        return;
      case Kind::kNumber:
        if (const auto number = ReadNumber(value)) out.AddNumber(column.field, flags, *number);
        return;
      case Kind::kDate:
        return AddDate(column.field, ReadPlainDate(value, column.date_order, locale_), flags, out);
      default:
        return;
    }
  });
}

void Normalizer::Preparer::ReadColumn(const ColumnPlan& column, std::string_view cell,
                                      PreparedBuilder& out) {
  std::uint8_t flags = 0;
  switch (column.kind) {
    case Kind::kGivenName:
      return ReadNameColumn(column, NameColumn::kGiven, cell, out);
    case Kind::kFamilyName:
      return ReadNameColumn(column, NameColumn::kFamily, cell, out);
    case Kind::kBirthName:
      return ReadNameColumn(column, NameColumn::kBirth, cell, out);
    case Kind::kTitle:
    case Kind::kGender: {
      if (tables::Low(TableId::kGenders, cell) == 0) {
        ReadNames(cell, NameColumn::kFull, column.names, tokens_, title_);
        if (title_.couple) out.SetFlag(record::kCouple);
        if (title_.couple) return;
      }
      if (gender_ == 0) gender_ = ReadGender(cell);
      return;
    }
    case Kind::kBirthDate:
      return AddBirthDate(cell, column, out);
    case Kind::kEmail:
      if (mailboxes_.Read(Repaired(cell, flags)) != Mailboxes::Outcome::kFound) return;
      Note(record::kEmailField, Repair::kEncoding, flags != 0);
      for (const auto& mailbox : mailboxes_.mailboxes()) {
        Note(record::kEmailField, mailbox.repairs);
        out.AddEmail(static_cast<std::uint8_t>(flags | mailbox.flags), mailboxes_.text(mailbox));
      }
      return;
    case Kind::kPhone:
      if (phones_.Read(cell, locale_) != PhoneNumbers::Outcome::kFound) return;
      for (const auto& number : phones_.numbers()) {
        Note(record::kPhoneField, number.repairs);
        out.AddPhone(number.flags, phones_.text(number), number.type);
      }
      return;
    case Kind::kPostcode:
      text_.clear();
      if (AppendPostcode(cell, locale_, text_)) flags = record::kRepaired;
      if (text_.empty()) return;
      has_postcode_ = true;
      Note(record::kPostcodeField, Repair::kLeadingZero, flags != 0);
      out.AddPlain(record::kPostcodeField, flags, text_);
      return;
    case Kind::kCity: {
      flags = cities_->Read(cell, city_);
      if (!city_.postcode.empty() && arrondissement_postcode_.empty())
        arrondissement_postcode_ = city_.postcode;
      return AddCity(city_, flags, out);
    }
    case Kind::kCountry:
      text_.clear();
      AppendCountry(Repaired(cell, flags), text_);
      if (text_.empty()) return;
      NoteText(record::kCountryField, flags, text_);
      out.AddPlain(record::kCountryField, flags, text_);
      return;
    default:
      return;
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

void Normalizer::Preparer::Normalize(std::span<const std::string_view> cells, PreparedBuilder& out,
                                     RowRepairs* repairs) {
  out.Clear();
  repairs_ = repairs;
  if (repairs_ != nullptr) repairs_->fill(0);
  ThreadCells& thread_cells = CellsOfThread();
  names_ = &thread_cells.names;
  cities_ = &thread_cells.cities;
  streets_ = &thread_cells.streets;
  gender_ = 0;
  has_street_ = has_postcode_ = has_city_ = has_given_ = has_family_ = false;
  given_flags_ = 0;
  several_given_ = false;
  given_.clear();
  arrondissement_postcode_.clear();
  DateParts parts;
  bool addresses = false, full_names = false;
  const std::size_t count = std::min(cells.size(), columns_.size());
  for (std::size_t i = 0; i < count; ++i) {
    const ColumnPlan& column = columns_[i];
    const std::string_view cell = cells[i];
    if (cell.empty()) continue;
    switch (column.kind) {
      case Kind::kIgnored:
      case Kind::kRecordId:
        break;
      case Kind::kBirthDay:
        parts.day = cell;
        break;
      case Kind::kBirthMonth:
        parts.month = cell;
        break;
      case Kind::kBirthYear:
        parts.year = cell;
        break;
      case Kind::kAddress:
      case Kind::kAddressExtra:
      case Kind::kStreetNumber:
        addresses = true;
        break;
      case Kind::kFullName:
        full_names = true;
        break;
      default:
        if (IsCustomKind(column.kind)) {
          AddCustom(column, cell, out);
        } else {
          ReadColumn(column, cell, out);
        }
    }
  }
  if (!given_.empty()) {
    const NameKeys keys = several_given_ ? names_->KeysOf(given_) : given_keys_;
    AddName(record::kGivenField, {NameRole::kGiven, given_flags_, given_, keys}, out);
  }
  // A full name beside given and family names of their own says nothing more.
  if (full_names && !(has_given_ && has_family_)) {
    for (std::size_t i = 0; i < count; ++i) {
      if (columns_[i].kind == Kind::kFullName && !cells[i].empty())
        ReadNameColumn(columns_[i], NameColumn::kFull, cells[i], out);
    }
  }
  if (!parts.day.empty() || !parts.month.empty() || !parts.year.empty()) AddDateParts(parts, out);
  if (addresses) AddAddresses(cells, out);
  if (!has_postcode_ && !arrondissement_postcode_.empty())
    out.AddPlain(record::kPostcodeField, 0, arrondissement_postcode_);
  if (gender_ != 0 && !out.has(record::kCouple)) out.AddGender(gender_);
}

Normalizer::Normalizer(const record::SourceSchema& schema, const std::vector<record::Field>& fields)
    : preparer_(std::make_unique<Preparer>(schema, fields)) {}
Normalizer::~Normalizer() = default;
Normalizer::Normalizer(Normalizer&&) noexcept = default;
Normalizer& Normalizer::operator=(Normalizer&&) noexcept = default;

void Normalizer::Normalize(std::span<const std::string_view> cells, PreparedBuilder& out,
                           RowRepairs* repairs) {
  preparer_->Normalize(cells, out, repairs);
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
