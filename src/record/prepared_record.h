#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

// A prepared record is what normalising makes of a raw one and all that matching sees: the
// canonical values of each field with flags. It is one run of bytes, so that comparing two records
// touches two places in memory, and the batch run, the live resolver and the store share the form.
//
//   bytes 0-1   size of the whole record in bytes (u16)
//   byte  2     record flags
//   byte  3 + f number of values of fields before f, for the contact fields f and the first custom
//   field
//               (0 ≤ f ≤ kFirstCustomField): where the values of f begin
//   then        one 8-byte ValueHeader a value, ordered by field; their number is byte
//   kValueCountByte then        payloads
//
// Records are 4-byte aligned in an arena; everything is little-endian and read with memcpy.
namespace doublon::record {

// Places of the contact fields; columns of other kinds follow from kFirstCustomField on.
enum PreparedField : std::uint8_t {
  kGivenField,
  kFamilyField,
  kBirthDateField,
  kEmailField,
  kPhoneField,
  kStreetField,
  kPostcodeField,
  kCityField,
  kCountryField,
  kGenderField,
  kFirstCustomField,
};
inline constexpr std::size_t kFieldCountMax = 200;
// Values of a record; further ones are cut, RecordFlag::kTruncatedRecord.
inline constexpr std::size_t kValueCountMax = 250;
// Payload of a value; longer text is cut.
inline constexpr std::size_t kValueBytesMax = 2048;
inline constexpr std::size_t kRecordBytesMax = 60'000;

// Flags of a value.
enum ValueFlag : std::uint8_t {
  kRepaired = 1 << 0,       // bytes, typing, domain or a lost zero were repaired
  kSuspect = 1 << 1,        // may be a default or presumed value (01/01/1900, role mailbox)
  kAmbiguous = 1 << 2,      // one of several readings of the same cell
  kBirthNameFlag = 1 << 3,  // family name at birth
  kShared = 1 << 4,         // household or organisation value (family mailbox, landline)
  kSecondPerson = 1 << 5,   // belongs to the other person of a couple written in one cell
  kInitials = 1 << 6,       // given name made of initials only
};
// Flags of a record.
enum RecordFlag : std::uint8_t {
  kCouple = 1 << 0,        // the cell names two persons
  kOrganisation = 1 << 1,  // not a person
  kTruncatedRecord = 1 << 2,
};

struct ValueHeader {
  std::uint8_t field = 0;
  std::uint8_t flags = 0;    // ValueFlag
  std::uint8_t rarity = 0;   // how rare the value is: round(8 × -log2(frequency)), 0 = not known;
                             // set by model::Annotate
  std::uint8_t extra = 0;    // by kind, see below
  std::uint16_t offset = 0;  // of the payload, from the start of the record
  std::uint16_t size = 0;    // of the payload in bytes
};
static_assert(sizeof(ValueHeader) == 8);

// Payload by field kind (payload bytes, then what `extra` means):
//   names       u32 hash of fr_key, u32 hash of skeleton key, folded text ("jean pierre",
//   "legall");
//               extra: token count
//   dates       u16 year, u8 month, u8 day, 0 = unknown part
//   email       mailbox key "local@domain"; extra: bytes of the local part (≤ 255)
//   phone       E.164 digits without '+'; extra: PhoneType
//   street      u16 number (0 none), u8 repetition ('b', 't', ... or 0), u8 zero, folded
//               significant words; extra: type id
//   postcode    capitals and digits, no spaces
//   city        folded text; country likewise
//   gender      nothing; extra 'f' or 'm'
//   text        u16 token count n, u16 zero, n × u32 (24-bit token hash << 8 | rarity) ascending,
//               then folded text
//   category    folded text
//   number      double
//   identifier  capitals and digits, no separators
enum class PhoneType : std::uint8_t { kUnknown, kMobile, kLandline };

// Places in a record's head.
inline constexpr std::size_t kFlagsByte = 2;
inline constexpr std::size_t kFirstValueByte = 3;
inline constexpr std::size_t kValueCountByte = kFirstValueByte + kFirstCustomField + 1;
inline constexpr std::size_t kHeadBytes = 16;
static_assert(kValueCountByte < kHeadBytes && kHeadBytes % 4 == 0);

inline constexpr std::size_t kNamePrefixBytes = 8;
inline constexpr std::size_t kStreetPrefixBytes = 4;
inline constexpr std::size_t kTextPrefixBytes = 4;

// A value inside a record. Valid as long as the record's bytes.
class ValueView {
 public:
  ValueView(const std::byte* record, ValueHeader header) noexcept
      : record_(record), header_(header) {}
  std::uint8_t field() const noexcept { return header_.field; }
  std::uint8_t flags() const noexcept { return header_.flags; }
  bool has(ValueFlag flag) const noexcept { return (header_.flags & flag) != 0; }
  std::uint8_t rarity() const noexcept { return header_.rarity; }
  std::uint8_t extra() const noexcept { return header_.extra; }

  std::string_view payload() const noexcept {
    return {reinterpret_cast<const char*>(record_ + header_.offset), header_.size};
  }
  // The folded text of a name, a street or a plain value, by the size of the kind's prefix.
  std::string_view name_text() const noexcept { return payload().substr(kNamePrefixBytes); }
  std::string_view street_text() const noexcept { return payload().substr(kStreetPrefixBytes); }
  std::string_view text() const noexcept { return payload(); }

  std::uint32_t fr_key_hash() const noexcept { return Load<std::uint32_t>(0); }
  std::uint32_t skeleton_hash() const noexcept { return Load<std::uint32_t>(4); }
  std::uint16_t year() const noexcept { return Load<std::uint16_t>(0); }
  std::uint8_t month() const noexcept { return Load<std::uint8_t>(2); }
  std::uint8_t day() const noexcept { return Load<std::uint8_t>(3); }
  std::uint16_t street_number() const noexcept { return Load<std::uint16_t>(0); }
  char street_repetition() const noexcept { return static_cast<char>(Load<std::uint8_t>(2)); }
  double number() const noexcept { return Load<double>(0); }
  std::uint16_t token_count() const noexcept { return Load<std::uint16_t>(0); }
  std::uint32_t token(std::size_t i) const noexcept {
    return Load<std::uint32_t>(kTextPrefixBytes + 4 * i);
  }
  std::string_view folded_text() const noexcept {
    return payload().substr(kTextPrefixBytes + 4UL * token_count());
  }

 private:
  template <typename T>
  T Load(std::size_t at) const noexcept {
    T value;
    std::memcpy(&value, record_ + header_.offset + at, sizeof value);
    return value;
  }
  const std::byte* record_;
  ValueHeader header_;
};

// The values of one field.
class ValueRange {
 public:
  class Iterator {
   public:
    Iterator(const std::byte* record, std::size_t i) noexcept : record_(record), i_(i) {}
    ValueView operator*() const noexcept {
      ValueHeader header;
      std::memcpy(&header, record_ + kHeadBytes + i_ * sizeof(ValueHeader), sizeof header);
      return {record_, header};
    }
    Iterator& operator++() noexcept {
      ++i_;
      return *this;
    }
    bool operator!=(const Iterator& other) const noexcept { return i_ != other.i_; }

   private:
    const std::byte* record_;
    std::size_t i_;
  };
  ValueRange(const std::byte* record, std::size_t first, std::size_t last) noexcept
      : record_(record), first_(first), last_(last) {}
  Iterator begin() const noexcept { return {record_, first_}; }
  Iterator end() const noexcept { return {record_, last_}; }
  bool empty() const noexcept { return first_ == last_; }
  std::size_t size() const noexcept { return last_ - first_; }
  ValueView operator[](std::size_t i) const noexcept { return *Iterator(record_, first_ + i); }

 private:
  const std::byte* record_;
  std::size_t first_, last_;
};

// A read-only record. Free to copy; valid as long as the bytes.
class PreparedView {
 public:
  PreparedView() = default;
  explicit PreparedView(const std::byte* bytes) noexcept : bytes_(bytes) {}
  std::size_t size() const noexcept {
    std::uint16_t size;
    std::memcpy(&size, bytes_, sizeof size);
    return size;
  }
  std::size_t value_count() const noexcept {
    return static_cast<std::uint8_t>(bytes_[kValueCountByte]);
  }
  bool has(RecordFlag flag) const noexcept {
    return (static_cast<std::uint8_t>(bytes_[kFlagsByte]) & flag) != 0;
  }
  std::string_view bytes() const noexcept {
    return {reinterpret_cast<const char*>(bytes_), size()};
  }
  const std::byte* data() const noexcept { return bytes_; }
  ValueRange all() const noexcept { return {bytes_, 0, value_count()}; }
  // The values of `field`; empty when missing. Cost: two bytes read for a contact field, one step a
  // value for others.
  ValueRange values(std::uint8_t field) const noexcept {
    if (field >= kFirstCustomField) return CustomValues(field);
    return {bytes_, FirstValue(field), FirstValue(field + 1U)};
  }

 private:
  std::size_t FirstValue(std::size_t field) const noexcept {
    return static_cast<std::uint8_t>(bytes_[kFirstValueByte + field]);
  }
  ValueRange CustomValues(std::uint8_t field) const noexcept;

  const std::byte* bytes_ = nullptr;
};

// Builds one record: Clear, Add... in any field order, Finish. Reuse it: no allocation once warm.
class PreparedBuilder {
 public:
  void Clear() noexcept;
  void SetFlag(RecordFlag flag) noexcept { flags_ = static_cast<std::uint8_t>(flags_ | flag); }
  bool has(RecordFlag flag) const noexcept { return (flags_ & flag) != 0; }

  // Keys: hashes of text::AppendFrKey and text::AppendSkeletonKey (0 when the key is empty).
  void AddName(std::uint8_t field, std::uint8_t value_flags, std::string_view folded,
               std::uint32_t fr_key_hash, std::uint32_t skeleton_hash);
  void AddDate(std::uint8_t field, std::uint8_t value_flags, std::uint16_t year, std::uint8_t month,
               std::uint8_t day);
  void AddEmail(std::uint8_t value_flags, std::string_view mailbox);
  void AddPhone(std::uint8_t value_flags, std::string_view digits, PhoneType type);
  void AddStreet(std::uint8_t value_flags, std::uint16_t number, char repetition,
                 std::uint8_t type_id, std::string_view folded_words);
  void AddGender(char gender);  // 'f' or 'm'
  // Postcode, city, country, category, identifier.
  void AddPlain(std::uint8_t field, std::uint8_t value_flags, std::string_view text);
  void AddNumber(std::uint8_t field, std::uint8_t value_flags, double number);
  void AddText(std::uint8_t field, std::uint8_t value_flags, std::string_view folded);

  // The text of the only value of a field of plain values; empty when there is none or several.
  std::string_view Only(std::uint8_t field) const noexcept;
  // Sets flags of all values of a field.
  void FlagValues(std::uint8_t field, std::uint8_t value_flags) noexcept;

  // Lays the record out and returns its bytes, valid until the next Clear. A second equal value of
  // a field (same payload) is dropped; values of a field keep the order they were added in.
  std::string_view Finish();

 private:
  struct Pending {
    ValueHeader header;
    std::uint32_t begin;  // into payloads_
  };
  void Add(std::uint8_t field, std::uint8_t value_flags, std::uint8_t extra,
           std::string_view prefix, std::string_view text);
  bool IsRepeated(const ValueHeader& header, std::string_view payload) const noexcept;
  void SortByField() noexcept;
  std::uint8_t flags_ = 0;
  std::vector<Pending> pending_;
  // Kept as long as they have been, with bytes to spare behind what counts.
  std::string payloads_, bytes_;
  std::size_t payloads_size_ = 0;
  std::uint64_t fields_ = 0;  // a bit for each that has a value, modulo 64
};

// Sets the rarity byte of value `i` (0 ≤ i < value_count) of a record in place.
void SetRarity(std::byte* record, std::size_t i, std::uint8_t rarity) noexcept;
// Sets the rarity byte of token `t` of text value `i`.
void SetTokenRarity(std::byte* record, std::size_t i, std::size_t t, std::uint8_t rarity) noexcept;

}  // namespace doublon::record
