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

template <typename T>
void AppendRaw(T value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
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
  pending_.clear();
  payloads_.clear();
}

void PreparedBuilder::Add(std::uint8_t field, std::uint8_t value_flags, std::uint8_t extra,
                          std::string_view prefix, std::string_view text) {
  text = CutText(text, kValueBytesMax - prefix.size());
  const std::size_t size = prefix.size() + text.size();
  const auto begin = static_cast<std::uint32_t>(payloads_.size());
  payloads_.append(prefix);
  payloads_.append(text);
  const std::string_view payload = std::string_view(payloads_).substr(begin);
  for (Pending& other : pending_) {
    if (other.header.field != field || other.header.extra != extra ||
        std::string_view(payloads_).substr(other.begin, other.header.size) != payload) {
      continue;
    }
    payloads_.resize(begin);
    return;
  }
  const std::size_t total =
      kHeadBytes + (pending_.size() + 1) * sizeof(ValueHeader) + payloads_.size();
  if (pending_.size() == kValueCountMax || total > kRecordBytesMax) {
    payloads_.resize(begin);
    SetFlag(kTruncatedRecord);
    return;
  }
  ValueHeader header;
  header.field = field;
  header.flags = value_flags;
  header.extra = extra;
  header.size = static_cast<std::uint16_t>(size);
  pending_.push_back({header, begin});
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

std::string_view PreparedBuilder::Finish() {
  // Insertion sort: stable, few values, mostly in order already, and nothing is allocated.
  for (std::size_t i = 1; i < pending_.size(); ++i) {
    for (std::size_t j = i; j > 0 && pending_[j].header.field < pending_[j - 1].header.field; --j) {
      std::swap(pending_[j], pending_[j - 1]);
    }
  }
  const std::size_t payload_start = kHeadBytes + pending_.size() * sizeof(ValueHeader);
  const std::size_t size = (payload_start + payloads_.size() + 3) / 4 * 4;
  bytes_.clear();
  AppendRaw(static_cast<std::uint16_t>(size), bytes_);
  bytes_ += static_cast<char>(flags_);
  std::size_t before = 0;
  for (std::size_t field = 0; field <= kFirstCustomField; ++field) {
    while (before < pending_.size() && pending_[before].header.field < field) ++before;
    bytes_ += static_cast<char>(before);
  }
  bytes_ += static_cast<char>(pending_.size());
  bytes_.resize(kHeadBytes, '\0');
  std::size_t offset = payload_start;
  for (Pending& pending : pending_) {
    pending.header.offset = static_cast<std::uint16_t>(offset);
    AppendRaw(pending.header, bytes_);
    offset += pending.header.size;
  }
  for (const Pending& pending : pending_)
    bytes_.append(payloads_, pending.begin, pending.header.size);
  bytes_.resize(size, '\0');
  return bytes_;
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
