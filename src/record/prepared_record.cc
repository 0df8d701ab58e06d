#include "record/prepared_record.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace doublon::record {

namespace {

constexpr std::uint64_t kTokenSeed = 0x746f6b656eULL;
constexpr std::size_t kTokenCountMax = 256;

ValueHeader HeaderAt(const std::byte* record, std::size_t i) noexcept {
  ValueHeader header;
  std::memcpy(&header, record + kHeadBytes + i * sizeof(ValueHeader), sizeof header);
  return header;
}

// Payloads are copied in blocks of so many bytes, the last of which reaches beyond the payload.
constexpr std::size_t kCopyBlock = 16;

// Copies `size` bytes and up to kCopyBlock - 1 more: cheaper than a call for the few bytes of a
// value.
void CopyBlocks(char* to, const char* from, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; i += kCopyBlock) std::memcpy(to + i, from + i, kCopyBlock);
}

// Copies a text of unknown neighbourhood, mostly a short one: two copies that overlap cost less
// than a call.
void CopyText(char* to, std::string_view text) noexcept {
  const char* const from = text.data();
  const std::size_t size = text.size();
  if (size > 16) {
    std::memcpy(to, from, size);
  } else if (size >= 8) {
    std::memcpy(to, from, 8);
    std::memcpy(to + size - 8, from + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(to, from, 4);
    std::memcpy(to + size - 4, from + size - 4, 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
  }
}

void GrowTo(std::size_t size, std::string& buffer) {
  if (buffer.size() < size) buffer.resize(std::max(size, 2 * buffer.size()));
}

// Cuts UTF-8 at `bytes_max` without leaving half a letter.
std::string_view CutText(std::string_view text, std::size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

ValueRange PreparedView::CustomValues(std::uint8_t field) const noexcept {
  const std::size_t count = value_count();
  std::size_t first = FirstValue(kFirstCustomField);
  while (first < count && HeaderAt(bytes_, first).field < field) ++first;
  std::size_t last = first;
  while (last < count && HeaderAt(bytes_, last).field == field) ++last;
  return {bytes_, first, last};
}

void PreparedBuilder::Clear() noexcept {
  flags_ = 0;
  fields_ = 0;
  pending_.clear();
  payloads_size_ = 0;
}

bool PreparedBuilder::IsRepeated(const ValueHeader& header,
                                 std::string_view payload) const noexcept {
  return std::any_of(pending_.begin(), pending_.end(), [&](const Pending& other) {
    return other.header.field == header.field && other.header.extra == header.extra &&
           std::string_view(payloads_).substr(other.begin, other.header.size) == payload;
  });
}

void PreparedBuilder::Add(std::uint8_t field, std::uint8_t value_flags, std::uint8_t extra,
                          std::string_view prefix, std::string_view text) {
  text = CutText(text, kValueBytesMax - prefix.size());
  ValueHeader header;
  header.field = field;
  header.flags = value_flags;
  header.extra = extra;
  header.size = static_cast<std::uint16_t>(prefix.size() + text.size());
  const std::size_t begin = payloads_size_;
  GrowTo(begin + header.size + kCopyBlock, payloads_);
  char* const payload = payloads_.data() + begin;
  CopyText(payload, prefix);
  CopyText(payload + prefix.size(), text);
  const std::uint64_t field_bit = std::uint64_t{1} << field % 64;
  if ((fields_ & field_bit) != 0 && IsRepeated(header, {payload, header.size})) return;
  const std::size_t total =
      kHeadBytes + (pending_.size() + 1) * sizeof(ValueHeader) + begin + header.size;
  if (pending_.size() == kValueCountMax || total > kRecordBytesMax) {
    SetFlag(kTruncatedRecord);
    return;
  }
  payloads_size_ += header.size;
  fields_ |= field_bit;
  pending_.push_back({header, static_cast<std::uint32_t>(begin)});
}

void PreparedBuilder::AddName(std::uint8_t field, std::uint8_t value_flags, std::string_view folded,
                              std::uint32_t fr_key_hash, std::uint32_t skeleton_hash) {
  std::array<char, kNamePrefixBytes> prefix;
  std::memcpy(prefix.data(), &fr_key_hash, 4);
  std::memcpy(prefix.data() + 4, &skeleton_hash, 4);
  if (folded.size() > kValueBytesMax - prefix.size()) {
    folded = CutText(folded, kValueBytesMax - prefix.size());
    while (folded.ends_with(' ')) folded.remove_suffix(1);
  }
  const auto spaces = static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' '));
  const std::size_t tokens = folded.empty() ? 0 : spaces + 1;
  Add(field, value_flags, static_cast<std::uint8_t>(std::min<std::size_t>(tokens, 255)),
      {prefix.data(), prefix.size()}, folded);
}

void PreparedBuilder::AddDate(std::uint8_t field, std::uint8_t value_flags, std::uint16_t year,
                              std::uint8_t month, std::uint8_t day) {
  std::array<char, 4> payload;
  std::memcpy(payload.data(), &year, 2);
  payload[2] = static_cast<char>(month);
  payload[3] = static_cast<char>(day);
  Add(field, value_flags, 0, {payload.data(), payload.size()}, {});
}

void PreparedBuilder::AddEmail(std::uint8_t value_flags, std::string_view mailbox) {
  const std::size_t at = std::min(mailbox.find('@'), mailbox.size());
  Add(kEmailField, value_flags, static_cast<std::uint8_t>(std::min<std::size_t>(at, 255)), {},
      mailbox);
}

void PreparedBuilder::AddPhone(std::uint8_t value_flags, std::string_view digits, PhoneType type) {
  Add(kPhoneField, value_flags, static_cast<std::uint8_t>(type), {}, digits);
}

void PreparedBuilder::AddStreet(std::uint8_t value_flags, std::uint16_t number, char repetition,
                                std::uint8_t type_id, std::string_view folded_words) {
  std::array<char, kStreetPrefixBytes> prefix{};
  std::memcpy(prefix.data(), &number, 2);
  prefix[2] = repetition;
  Add(kStreetField, value_flags, type_id, {prefix.data(), prefix.size()}, folded_words);
}

void PreparedBuilder::AddGender(char gender) {
  Add(kGenderField, 0, static_cast<std::uint8_t>(gender), {}, {});
}

void PreparedBuilder::AddPlain(std::uint8_t field, std::uint8_t value_flags,
                               std::string_view text) {
  Add(field, value_flags, 0, {}, text);
}

std::string_view PreparedBuilder::Only(std::uint8_t field) const noexcept {
  const Pending* only = nullptr;
  for (const Pending& value : pending_) {
    if (value.header.field != field) continue;
    if (only != nullptr) return {};
    only = &value;
  }
  if (only == nullptr) return {};
  return std::string_view(payloads_).substr(only->begin, only->header.size);
}

void PreparedBuilder::FlagValues(std::uint8_t field, std::uint8_t value_flags) noexcept {
  for (Pending& value : pending_) {
    if (value.header.field == field) value.header.flags |= value_flags;
  }
}

void PreparedBuilder::AddNumber(std::uint8_t field, std::uint8_t value_flags, double number) {
  std::array<char, sizeof number> payload;
  std::memcpy(payload.data(), &number, sizeof number);
  Add(field, value_flags, 0, {payload.data(), payload.size()}, {});
}

void PreparedBuilder::AddText(std::uint8_t field, std::uint8_t value_flags,
                              std::string_view folded) {
  std::array<std::uint32_t, kTokenCountMax> tokens;
  std::size_t count = 0;
  for (std::string_view rest = folded; !rest.empty() && count < tokens.size();) {
    const std::size_t space = std::min(rest.find(' '), rest.size());
    if (space > 0) {
      tokens[count++] =
          static_cast<std::uint32_t>(StableHash(rest.substr(0, space), kTokenSeed) & 0xffffff) << 8;
    }
    rest.remove_prefix(std::min(space + 1, rest.size()));
  }
  std::sort(tokens.begin(), tokens.begin() + count);
  count = static_cast<std::size_t>(std::unique(tokens.begin(), tokens.begin() + count) -
                                   tokens.begin());
  std::array<char, kTextPrefixBytes + 4 * kTokenCountMax> prefix{};
  const auto count16 = static_cast<std::uint16_t>(count);
  std::memcpy(prefix.data(), &count16, 2);
  std::memcpy(prefix.data() + kTextPrefixBytes, tokens.data(), 4 * count);
  Add(field, value_flags, 0, {prefix.data(), kTextPrefixBytes + 4 * count}, folded);
}

// Insertion sort: stable, few values, mostly in order already, and nothing is allocated.
void PreparedBuilder::SortByField() noexcept {
  for (std::size_t i = 1; i < pending_.size(); ++i) {
    const Pending moved = pending_[i];
    std::size_t j = i;
    for (; j > 0 && moved.header.field < pending_[j - 1].header.field; --j) {
      pending_[j] = pending_[j - 1];
    }
    pending_[j] = moved;
  }
}

std::string_view PreparedBuilder::Finish() {
  SortByField();
  const std::size_t payload_start = kHeadBytes + pending_.size() * sizeof(ValueHeader);
  const std::size_t end = payload_start + payloads_size_;
  const std::size_t size = (end + 3) / 4 * 4;
  GrowTo(size + kCopyBlock, bytes_);
  char* const bytes = bytes_.data();
  std::memset(bytes, 0, kHeadBytes);
  const auto size16 = static_cast<std::uint16_t>(size);
  std::memcpy(bytes, &size16, sizeof size16);
  bytes[kFlagsByte] = static_cast<char>(flags_);
  bytes[kValueCountByte] = static_cast<char>(pending_.size());
  std::size_t offset = payload_start, field = 0;
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    Pending& pending = pending_[i];
    for (; field <= kFirstCustomField && field <= pending.header.field; ++field) {
      bytes[kFirstValueByte + field] = static_cast<char>(i);
    }
    pending.header.offset = static_cast<std::uint16_t>(offset);
    std::memcpy(bytes + kHeadBytes + i * sizeof(ValueHeader), &pending.header, sizeof(ValueHeader));
    CopyBlocks(bytes + offset, payloads_.data() + pending.begin, pending.header.size);
    offset += pending.header.size;
  }
  for (; field <= kFirstCustomField; ++field) {
    bytes[kFirstValueByte + field] = static_cast<char>(pending_.size());
  }
  std::memset(bytes + end, 0, size - end);
  return {bytes, size};
}

void SetRarity(std::byte* record, std::size_t i, std::uint8_t rarity) noexcept {
  record[kHeadBytes + i * sizeof(ValueHeader) + offsetof(ValueHeader, rarity)] =
      static_cast<std::byte>(rarity);
}

void SetTokenRarity(std::byte* record, std::size_t i, std::size_t t, std::uint8_t rarity) noexcept {
  // The rarity is the low byte of the little-endian token.
  record[HeaderAt(record, i).offset + kTextPrefixBytes + 4 * t] = static_cast<std::byte>(rarity);
}

}  // namespace doublon::record
