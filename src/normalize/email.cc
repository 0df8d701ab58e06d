#include "normalize/email.h"

#include <algorithm>
#include <array>

#include "normalize/cell_tokens.h"
#include "normalize/packed_table.h"
#include "normalize/placeholder.h"
#include "normalize/reference.h"
#include "normalize/tables.h"
#include "record/prepared_record.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kAddressBytesMax = 254;  // RFC 5321
constexpr std::size_t kLabelBytesMax = 63;

// What a byte may be in an address.
enum ByteUse : std::uint8_t {
  kLetterOrDigit = 1,  // small letters, and bytes of letters beyond ASCII (RFC 6531)
  kDomain = 2,
  kLocal = 4,  // RFC 5322 atext and dots
  kCapital = 8,
  kUsual = 16,  // in the local parts of nearly all addresses
  kUsualInDomain = 32,
};
constexpr std::array<std::uint8_t, 256> kByteUses = [] {
  std::array<std::uint8_t, 256> uses{};
  for (unsigned c = 0; c < uses.size(); ++c) {
    const bool capital = c >= 'A' && c <= 'Z',
               plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain || c >= 0x80) uses[c] = kLetterOrDigit | kDomain | kLocal;
    if (capital) uses[c] = kCapital;
    if (plain || capital) uses[c] |= kUsual | kUsualInDomain;
  }
  for (const char c : {'-', '.'})
    uses[static_cast<unsigned char>(c)] = kDomain | kLocal | kUsual | kUsualInDomain;
  for (const char c : std::string_view("!#$%&'*/=?^`{|}~"))
    uses[static_cast<unsigned char>(c)] = kLocal;
  for (const char c : {'_', '+'}) uses[static_cast<unsigned char>(c)] = kLocal | kUsual;
  return uses;
}();
bool Is(char c, ByteUse use) noexcept {
  return (kByteUses[static_cast<unsigned char>(c)] & use) != 0;
}
bool IsLetterOrDigit(char c) noexcept { return Is(c, kLetterOrDigit); }
bool IsDomainByte(char c) noexcept { return Is(c, kDomain); }
bool IsLocalByte(char c) noexcept { return Is(c, kLocal); }
bool IsSpace(char c) noexcept { return c == ' '; }

void Replace(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

std::string_view Trim(std::string_view text, std::string_view what) noexcept {
  const std::size_t first = text.find_first_not_of(what);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(what) - first + 1);
}

bool Has(std::uint32_t flags, MailDomainFlag flag) noexcept {
  return (flags & static_cast<std::uint32_t>(flag)) != 0;
}

// Disposable domains are matched with any subdomain of theirs.
bool IsDisposable(std::string_view domain) noexcept {
  while (domain.find('.') != std::string_view::npos) {
    if (tables::Find(TableId::kDisposableDomains, domain) != nullptr) return true;
    domain.remove_prefix(domain.find('.') + 1);
  }
  return false;
}

bool IsConjunction(std::string_view word) noexcept {
  return word == "et" || word == "and" || word == "ou";
}

// jean-et-marie, pierre.et.anne: two given names joined by "and".
bool NamesCouple(std::string_view local) noexcept {
  // Most local parts have at most one sign: no room for three words.
  if (std::count_if(local.begin(), local.end(), [](char c) { return !IsLetterOrDigit(c); }) < 2)
    return false;
  std::array<std::string_view, 6> words;
  std::size_t count = 0, begin = 0;
  for (std::size_t i = 0; i <= local.size() && count < words.size(); ++i) {
    if (i < local.size() && IsLetterOrDigit(local[i])) continue;
    if (i > begin) words[count++] = local.substr(begin, i - begin);
    begin = i + 1;
  }
  for (std::size_t i = 1; i + 1 < count; ++i) {
    if (IsConjunction(words[i]) && words[i - 1].size() > 1 && words[i + 1].size() > 1) return true;
  }
  return false;
}

RoleKind RoleOf(std::string_view local) noexcept {
  const std::uint32_t whole = tables::Low(TableId::kRoleLocalParts, local);
  if (whole != 0) return static_cast<RoleKind>(whole);
  const auto end = std::find_if(local.begin(), local.end(),
                                [](char c) { return c == '.' || c == '_' || c == '-'; });
  const std::string_view head = local.substr(0, static_cast<std::size_t>(end - local.begin()));
  if (head.size() == local.size()) return RoleKind{};
  const auto kind = static_cast<RoleKind>(tables::Low(TableId::kRoleLocalParts, head));
  const bool prefix = kind == RoleKind::kOrganisationPrefix || kind == RoleKind::kFamilyPrefix ||
                      kind == RoleKind::kFamily || kind == RoleKind::kTechnical ||
                      kind == RoleKind::kNoReply;
  return prefix ? kind : RoleKind{};
}

std::uint8_t FlagsOf(std::string_view local, RoleKind role, bool disposable) noexcept {
  std::uint8_t flags = 0;
  switch (role) {
    case RoleKind::kOrganisation:
    case RoleKind::kTechnical:
    case RoleKind::kNoReply:
    case RoleKind::kOrganisationPrefix:
      flags = record::kShared | record::kSuspect;
      break;
    case RoleKind::kFamily:
    case RoleKind::kFamilyPrefix:
      flags = record::kShared;
      break;
    default:
      break;
  }
  if (NamesCouple(local)) flags |= record::kShared;
  if (disposable) flags |= record::kSuspect;
  return flags;
}

bool IsDomain(std::string_view domain) noexcept {
  if (domain.find('.') == std::string_view::npos) return false;
  while (true) {
    const std::size_t dot = std::min(domain.find('.'), domain.size());
    const std::string_view label = domain.substr(0, dot);
    if (label.empty() || label.size() > kLabelBytesMax || label.front() == '-' ||
        label.back() == '-')
      return false;
    if (dot == domain.size()) return label.size() >= 2;
    domain.remove_prefix(dot + 1);
  }
}

bool IsLocal(std::string_view local) noexcept {
  if (local.size() >= 2 && local.front() == '"' && local.back() == '"') return local.size() > 2;
  if (local.empty() || local.front() == '.' || local.back() == '.') return false;
  return std::any_of(local.begin(), local.end(), IsLetterOrDigit) &&
         std::all_of(local.begin(), local.end(), IsLocalByte);
}

// The ASCII character, in lower case, of one written full-width (U+FF01 to U+FF5E); 0 for anything
// else.
char FullWidth(std::string_view character) noexcept {
  std::size_t size = 0;
  const char32_t point = text::DecodeUtf8(character, &size);
  if (point < 0xff01 || point > 0xff5e) return 0;
  const char c = static_cast<char>(point - 0xff01 + '!');
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// The small letter of a capital of Latin, Greek or Cyrillic; any other code point as it is.
char32_t LowerCase(char32_t c) noexcept {
  if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) ||
      (c >= 0x410 && c <= 0x42f))
    return c + 0x20;
  if (c >= 0x400 && c <= 0x40f) return c + 0x50;
  if (c == 0x130 || c == 0x178) return c == 0x130 ? 'i' : 0xff;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
    return c | 1;  // Extended-A: capitals are even
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c % 2 == 1 ? c + 1 : c;
  return c;
}

// x@x.fr, aaa@aaa.com: the domain's name is the local part over again, one letter repeated.
bool IsTypedToPass(std::string_view local, std::string_view domain) noexcept {
  const bool one_letter =
      local.size() < 6 && local.find_first_not_of(local.front()) == std::string_view::npos;
  return one_letter && domain.substr(0, domain.find('.')) == local;
}

}  // namespace

// Lower case, one kind of at sign and space, decorations of writing out.
void Mailboxes::Clean(std::string_view raw) {
  clean_.clear();
  for (std::size_t i = 0; i < raw.size();) {
    std::size_t size;
    const CharClass kind = ClassifyCharacter(raw.substr(i), size);
    const char c = raw[i];
    if (size == 1 && static_cast<unsigned char>(c) < 0x80) {
      if (c >= 'A' && c <= 'Z') {
        clean_ += static_cast<char>(c | 0x20);
      } else if (kind == CharClass::kSpace) {
        clean_ += c == '\n' || c == '\r' ? ';' : ' ';
      } else if (kind != CharClass::kInvisible) {
        clean_ += c;
      }
    } else if (size == 3 && raw[i] == '\xef' && (raw[i + 1] == '\xbc' || raw[i + 1] == '\xbd') &&
               FullWidth(raw.substr(i)) != 0) {
      clean_ += FullWidth(raw.substr(i));
    } else if (kind == CharClass::kSpace) {
      clean_ += ' ';
    } else if (kind == CharClass::kHyphen) {
      clean_ += '-';
    } else if (kind == CharClass::kLetter && size > 1 && raw.substr(i, size) != "\xef\xbf\xbd") {
      // A malformed byte has size 1; like U+FFFD it is dropped, so that keys are valid UTF-8.
      std::size_t end = 0;
      std::array<char, 4> lower;
      const char32_t letter = LowerCase(text::DecodeUtf8(raw.substr(i), &end));
      clean_.append(lower.data(), text::EncodeUtf8(letter, lower.data()));
    }
    i += size;
  }
  if (clean_.find('@') == std::string::npos) {
    for (const std::string_view sign : {"[at]", "(at)", "{at}", "<at>", "[arobase]", "(arobase)",
                                        " arobase ", " at ", "[a]", "(a)"}) {
      Replace(clean_, sign, "@");
    }
  }
  for (std::size_t twice = clean_.find("@@"); twice != std::string::npos;
       twice = clean_.find("@@", twice))
    clean_.erase(twice, 1);
  for (const std::string_view dot : {"[dot]", "(dot)", "[point]", "(point)", " dot "})
    Replace(clean_, dot, ".");
  // A spreadsheet's hyperlink: address#mailto:address#
  const std::size_t link = clean_.find("#mailto:");
  if (link != std::string::npos && clean_.find('@') < link) clean_.resize(link);
  Replace(clean_, "mailto:", " ");
}

// Reads one address out of `part`, which holds one at sign and maybe a name or a comment beside it.
bool Mailboxes::ReadOne(std::string_view part) {
  const std::size_t open = part.find('<'), close = part.find('>', open);
  if (open != std::string_view::npos && part.find('@', open) != std::string_view::npos) {
    part =
        part.substr(open + 1, (close == std::string_view::npos ? part.size() : close) - open - 1);
  }
  part = Trim(part, " \t,;:<>()[]{}'/|");
  if (part.starts_with("http://")) part.remove_prefix(7);
  const std::size_t at = part.rfind('@');
  if (at == std::string_view::npos) return false;
  std::string_view before = part.substr(0, at);
  while (!before.empty() && IsSpace(before.back())) before.remove_suffix(1);
  local_.clear();
  if (before.size() >= 2 && before.back() == '"') {
    const std::size_t quote = before.rfind('"', before.size() - 2);
    if (quote == std::string_view::npos) return false;
    local_ = before.substr(quote);
  } else {
    // The last word before the sign, with a space beside a dot taken for a slip.
    std::size_t begin = before.size();
    while (begin > 0) {
      const char c = before[begin - 1];
      if (IsSpace(c)) {
        std::size_t left = begin - 1;
        while (left > 0 && IsSpace(before[left - 1])) --left;
        const bool beside_dot = left > 0 && (before[left - 1] == '.' ||
                                             (begin < before.size() && before[begin] == '.'));
        if (!beside_dot) break;
        begin = left;
        continue;
      }
      if (std::string_view(",;:\"()<>[]").find(c) != std::string_view::npos) break;
      --begin;
    }
    for (const char c : before.substr(begin)) {
      if (!IsSpace(c)) local_ += c;
    }
    if (local_.starts_with("www.")) local_.erase(0, 4);
    local_.erase(
        0, std::min(local_.find_first_not_of("'/|="), local_.size()));  // left over from quoting
  }
  domain_.clear();
  const std::string_view after = part.substr(at + 1);
  for (std::size_t i = 0; i < after.size(); ++i) {
    char c = after[i];
    if (IsSpace(c)) {
      const std::size_t next = after.find_first_not_of(' ', i);
      if (next == std::string_view::npos) break;
      if (!domain_.empty() && domain_.back() != '.' && after[next] != '.' && after[next] != ',')
        break;
      continue;
    }
    if ((c == ',' || c == ';') && i + 1 < after.size() && domain_.find('.') == std::string::npos)
      c = '.';
    if (c == '_') c = '-';
    if (!IsDomainByte(c)) break;
    if (c == '.' && !domain_.empty() && domain_.back() == '.') continue;
    domain_ += c;
  }
  while (!domain_.empty() && (domain_.back() == '.' || domain_.back() == '-')) domain_.pop_back();
  if (domain_.starts_with("www.")) domain_.erase(0, 4);
  return Add(local_, domain_);
}

// What the tables say of a domain as it was typed.
Mailboxes::Domain Mailboxes::LookUp(std::string_view typed) {
  Domain domain;
  if (const TableSlot* typo = tables::Find(TableId::kMailTypos, typed);
      typo != nullptr && typo->low != static_cast<std::uint32_t>(TypoUse::kKeep)) {
    domain.meant = typo->high;
    domain.flags = record::kRepaired;
    if (typo->low == static_cast<std::uint32_t>(TypoUse::kReview)) domain.flags |= record::kSuspect;
  }
  const std::string_view meant = domain.meant == 0 ? typed : tables::Text(domain.meant);
  if (const TableSlot* provider = tables::Find(TableId::kMailDomains, meant)) {
    domain.rules = static_cast<std::uint8_t>(provider->low);
    domain.group = provider->high;
  }
  domain.disposable = IsDisposable(meant);
  domain.valid = IsDomain(meant);
  domain.ascii = std::none_of(meant.begin(), meant.end(),
                              [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return domain;
}

bool Mailboxes::Add(std::string_view local, std::string_view typed_domain) {
  if (local.size() + typed_domain.size() + 1 > kAddressBytesMax) return false;
  bool seen;
  Domain fresh;
  Domain* const kept = domains_.At(typed_domain, 0, seen);
  if (!seen) {
    fresh = LookUp(typed_domain);
    if (kept != nullptr) *kept = fresh;
  }
  const Domain& known = seen ? *kept : fresh;
  std::uint8_t flags = known.flags;
  RepairSet repairs = known.meant == 0 ? RepairSet{0} : BitOf(Repair::kMailDomainTypo);
  const std::size_t begin = text_.size();
  const std::string_view domain = known.meant == 0 ? typed_domain : tables::Text(known.meant);
  const std::uint32_t rules = known.rules;
  const std::size_t typed_size = local.size();
  const bool quoted = local.size() > 2 && local.front() == '"';
  if (!quoted && Has(rules, MailDomainFlag::kTagStripped)) {
    const std::size_t tag = local.find('+');
    if (tag != 0) local = local.substr(0, tag);
  }
  const bool dots_ignored = Has(rules, MailDomainFlag::kDotsIgnored);
  const bool double_dot = local.find("..") != std::string_view::npos;
  if (!IsLocal(local) || (double_dot && !dots_ignored && !quoted) || !known.valid) return false;
  if (dots_ignored) {
    for (const char c : local) {
      if (c != '.') text_ += c;
    }
  } else {
    text_ += local;
  }
  const std::string_view key = std::string_view(text_).substr(begin);
  const RoleKind role = RoleOf(local), key_role = key.size() == local.size() ? role : RoleOf(key);
  if (key_role == RoleKind::kPlaceholder || role == RoleKind::kPlaceholder ||
      IsTypedToPass(local, domain)) {
    text_.resize(begin);
    return true;  // read, but stands for nothing
  }
  if (key.size() != typed_size) repairs |= BitOf(Repair::kMailboxRules);
  flags |= FlagsOf(local, role, known.disposable);
  text_ += '@';
  if (Has(rules, MailDomainFlag::kOneMailbox) && known.group != 0) {
    const std::string_view group = tables::Text(known.group);
    if (group != domain) repairs |= BitOf(Repair::kSuccessorDomain);
    text_ += group;
  } else if (known.ascii) {
    text_ += domain;
  } else {
    AppendAsciiDomain(domain, text_);
  }
  const auto size = static_cast<std::uint32_t>(text_.size() - begin);
  mailboxes_.push_back({flags, repairs, static_cast<std::uint32_t>(begin), size});
  return true;
}

// Reads a cell that is nothing but letters, digits and the usual signs around one at sign. False
// for anything else.
bool Mailboxes::ReadUsualForm(std::string_view raw, bool& read) {
  if (raw.size() > kAddressBytesMax) return false;
  std::array<char, kAddressBytesMax> lower;
  std::size_t at = raw.size();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    lower[i] = Is(c, kCapital) ? static_cast<char>(c | 0x20) : c;
    if (Is(c, at == raw.size() ? kUsual : kUsualInDomain)) continue;
    if (c != '@' || at != raw.size()) return false;
    at = i;
  }
  if (at == 0 || at + 1 >= raw.size()) return false;
  const std::string_view local(lower.data(), at),
      domain(lower.data() + at + 1, raw.size() - at - 1);
  if (local.starts_with("www.") || domain.starts_with("www.") ||
      domain.find("..") != std::string_view::npos)
    return false;
  if (domain.back() == '.' || domain.back() == '-' || domain.front() == '.') return false;
  read = Add(local, domain);
  return true;
}

Mailboxes::Outcome Mailboxes::Read(std::string_view raw) {
  mailboxes_.clear();
  text_.clear();
  if (bool usual_read = false; ReadUsualForm(raw, usual_read)) {
    return !mailboxes_.empty() ? Outcome::kFound
           : usual_read        ? Outcome::kMissing
                               : Outcome::kInvalid;
  }
  Clean(raw);
  const std::string_view cell = Trim(clean_, " \t,;:.-_/|*?!\"'()[]");
  if (cell.empty()) return Outcome::kMissing;
  const std::size_t sign_count =
      static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '@'));
  if (sign_count == 0) {
    local_.clear();
    text::FoldInto(cell, {}, local_);
    const auto scopes = static_cast<std::uint32_t>(PlaceholderScope::kAny) |
                        static_cast<std::uint32_t>(PlaceholderScope::kEmail);
    const bool nothing = IsPlaceholder(local_, scopes) ||
                         tables::TextOf(TableId::kHeaders, local_).starts_with("email") ||
                         tables::Low(TableId::kRoleLocalParts, local_) ==
                             static_cast<std::uint32_t>(RoleKind::kPlaceholder);
    return nothing ? Outcome::kMissing : Outcome::kInvalid;
  }
  bool read = false;
  if (sign_count == 1) {
    read = ReadOne(std::string_view(clean_));
  } else {
    // Several addresses: cut where a separator stands between two of them.
    constexpr std::string_view kCuts = ",;/|& \x1f";
    std::size_t begin = 0;
    while (begin < cell.size()) {
      const std::size_t sign = cell.find('@', begin);
      if (sign == std::string_view::npos) break;
      const std::size_t next_sign = cell.find('@', sign + 1);
      std::size_t end = cell.size();
      if (next_sign != std::string_view::npos) {
        end = cell.find_last_of(kCuts, next_sign);
        if (end == std::string_view::npos || end <= sign)
          return mailboxes_.empty() ? Outcome::kInvalid : Outcome::kFound;
        // The cut nearest to the first address that still leaves it a domain.
        const std::size_t first_cut = cell.find_first_of(";/|&\x1f", sign);
        if (first_cut != std::string_view::npos && first_cut < end) end = first_cut;
      }
      read = ReadOne(cell.substr(begin, end - begin)) || read;
      begin = end + 1;
    }
  }
  if (!mailboxes_.empty()) return Outcome::kFound;
  return read ? Outcome::kMissing : Outcome::kInvalid;
}

}  // namespace doublon::normalize
