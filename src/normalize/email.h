#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/cell_cache.h"
#include "normalize/repair.h"

namespace doublon::normalize {

// The mailboxes of one cell. Reuse it: no allocation once warm.
class Mailboxes {
 public:
  struct Mailbox {
    std::uint8_t flags;  // record::ValueFlag
    RepairSet repairs;
    std::uint32_t begin, size;
  };
  enum class Outcome : std::uint8_t { kMissing, kInvalid, kFound };

  // Reads a cell of e-mail addresses into mailbox keys (domain.md §2): lower case, decorations
  // removed, typing errors of well-known domains corrected (kRepaired; kSuspect too where the typed
  // domain may exist), provider rules for dots, tags and equal domains, domains in punycode. Role
  // and family mailboxes are kShared, role and disposable ones kSuspect. `raw` is any bytes.
  // kInvalid: something stands there that is no address. Total.
  Outcome Read(std::string_view raw);

  std::span<const Mailbox> mailboxes() const noexcept { return mailboxes_; }
  std::string_view text(const Mailbox& mailbox) const noexcept {
    return std::string_view(text_).substr(mailbox.begin, mailbox.size);
  }

 private:
  // A domain as it was typed: the one that is meant (pool offset, 0 when it is the typed one), its
  // rules.
  struct Domain {
    std::uint32_t meant = 0, group = 0;
    std::uint8_t rules = 0;
    std::uint8_t flags = 0;
    bool disposable = false;
    bool valid = false;
    bool ascii = false;
  };
  static Domain LookUp(std::string_view typed);

  bool ReadUsualForm(std::string_view raw, bool& read);
  void Clean(std::string_view raw);
  bool ReadOne(std::string_view part);
  bool Add(std::string_view local, std::string_view domain);

  std::string clean_, local_, domain_, text_;
  std::vector<Mailbox> mailboxes_;
  CellCache<Domain, 1024, 26> domains_;
};

// Appends `domain` with labels beyond ASCII in punycode (RFC 3492), lower case. Total.
void AppendAsciiDomain(std::string_view domain, std::string& out);

}  // namespace doublon::normalize
