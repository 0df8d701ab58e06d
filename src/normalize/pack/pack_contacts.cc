#include <map>
#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "normalize/pack/mail_typos.h"
#include "normalize/pack/pack_steps.h"
#include "normalize/pack/phone_automaton.h"

namespace doublon::normalize::pack {

void PackMail(const Sources& sources, TableWriter& tables) {
  const CsvRows providers = sources.Open("email_provider_rules.csv");
  for (std::size_t i = 0; i < providers.size(); ++i) {
    std::uint32_t flags = 0;
    const std::string_view relation = providers.at(i, "relation");
    if (providers.at(i, "dots") == "ignore")
      flags |= static_cast<std::uint32_t>(MailDomainFlag::kDotsIgnored);
    if (providers.at(i, "plus_tag") == "strip")
      flags |= static_cast<std::uint32_t>(MailDomainFlag::kTagStripped);
    if (relation == "one_mailbox") flags |= static_cast<std::uint32_t>(MailDomainFlag::kOneMailbox);
    if (relation == "maybe_one_mailbox")
      flags |= static_cast<std::uint32_t>(MailDomainFlag::kMaybeOneMailbox);
    if (relation == "relay") flags |= static_cast<std::uint32_t>(MailDomainFlag::kRelay);
    tables.PutText(TableId::kMailDomains, providers.at(i, "domain"), flags,
                   providers.at(i, "mailbox_group"));
  }
  const std::map<std::string, TypoUse, std::less<>> uses = {
      {"safe", TypoUse::kSafe}, {"review", TypoUse::kReview}, {"keep", TypoUse::kKeep}};
  const CsvRows typos = sources.Open("email_typo_domains.csv");
  for (std::size_t i = 0; i < typos.size(); ++i) {
    tables.PutText(TableId::kMailTypos, typos.at(i, "typed"), Code(uses, typos.at(i, "use")),
                   typos.at(i, "meant"));
  }
  const std::map<std::string, RoleKind, std::less<>> roles = {
      {"organisation", RoleKind::kOrganisation},
      {"technical", RoleKind::kTechnical},
      {"no_reply", RoleKind::kNoReply},
      {"family", RoleKind::kFamily},
      {"placeholder", RoleKind::kPlaceholder},
      {"organisation_prefix", RoleKind::kOrganisationPrefix},
      {"family_prefix", RoleKind::kFamilyPrefix}};
  const CsvRows locals = sources.Open("email_role_localparts.csv");
  for (std::size_t i = 0; i < locals.size(); ++i) {
    std::string_view local = locals.at(i, "local_part");
    const std::uint32_t kind = Code(roles, locals.at(i, "kind"));
    while (local.ends_with('.')) local.remove_suffix(1);
    tables.Put(TableId::kRoleLocalParts, local, kind);
  }
  for (const std::string& domain : sources.Lines("email_disposable_domains.txt")) {
    tables.Put(TableId::kDisposableDomains, domain, 1);
  }
}

// Misspellings beyond the listed ones: what is one slip away from a large domain and no domain that
// is known.
void PackMailTypos(const Sources& sources, TableWriter& tables) {
  std::vector<SuffixTypo> suffixes;
  const CsvRows rows = sources.Open("email_typo_suffixes.csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    suffixes.push_back(
        {std::string(rows.at(i, "suffix")), std::string(rows.at(i, "typed")),
         rows.at(i, "use") == "safe" ? TypoSureness::kSafe : TypoSureness::kDoubtful});
  }
  std::set<std::string, std::less<>> known;
  for (const std::string& domain : sources.Lines("email_near_domains.txt")) known.insert(domain);
  const std::vector<std::string> largest = sources.Lines("email_largest_domains.txt");
  std::map<std::string, std::string, std::less<>>
      by_name;  // of a domain without its ending; empty: several endings
  for (const std::string& domain : largest) {
    const auto [at, fresh] = by_name.try_emplace(domain.substr(0, domain.find('.')), domain);
    if (!fresh) at->second.clear();
    MisspellDomain(
        domain, suffixes,
        [&](const std::string& typed, std::string_view meant, TypoSureness sureness) {
          const bool taken = known.contains(typed) || tables.Has(TableId::kMailDomains, typed) ||
                             tables.Has(TableId::kMailTypos, typed) ||
                             tables.Has(TableId::kDisposableDomains, typed);
          if (taken) return;
          const TypoUse use = sureness == TypoSureness::kSafe ? TypoUse::kSafe : TypoUse::kReview;
          tables.PutText(TableId::kMailTypos, typed, static_cast<std::uint32_t>(use), meant);
        });
  }
  for (const auto& [name, domain] : by_name) {
    if (domain.empty() || tables.Has(TableId::kMailTypos, name)) continue;
    tables.PutText(TableId::kMailTypos, name, static_cast<std::uint32_t>(TypoUse::kReview), domain);
  }
}

void PackPhones(const Sources& sources, TableWriter& tables, std::vector<PhoneState>& states) {
  const std::map<std::string, PhoneUse, std::less<>> uses = {
      {"fixed_line", PhoneUse::kFixed}, {"mobile", PhoneUse::kMobile},
      {"voip", PhoneUse::kVoip},        {"toll_free", PhoneUse::kService},
      {"premium", PhoneUse::kService},  {"shared_cost", PhoneUse::kService}};
  const CsvRows rows = sources.Open("phone_patterns.csv");
  std::map<std::string, std::pair<PhoneAutomaton, bool>, std::less<>> codes;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& [automaton, trunk] = codes[std::string(rows.at(i, "calling_code"))];
    trunk = rows.at(i, "trunk_prefix") == "0";
    const std::string_view pattern = rows.at(i, "national_number_pattern");
    const auto use = static_cast<std::uint16_t>(Code(uses, rows.at(i, "type")));
    if (!pattern.empty() && !automaton.AddPattern(pattern, use)) {
      Stop(fmt::format("phone_patterns.csv: row {} cannot be read", i + 1));
    }
  }
  for (const auto& [code, rule] : codes) {
    const std::uint16_t start = rule.first.Build(states);
    if (start == 0) Stop("too many phone states");
    tables.Put(TableId::kCallingCodes, code, start, rule.second);
  }
}

void PackOverseas(const Sources& sources, TableWriter& tables) {
  const CsvRows rows = sources.Open("phone_overseas.csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    tables.PutText(TableId::kOverseasPrefixes, rows.at(i, "prefix"), 0, rows.at(i, "calling_code"));
  }
}

}  // namespace doublon::normalize::pack
