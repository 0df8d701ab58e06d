// pack_reference FOLDER OUTPUT: packs datasets/reference into the blob that the program embeds
// (packed_table.h). A build-time tool: it stops with a message at the first file or row it cannot
// take.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "fmt/format.h"
#include "normalize/city_key.h"
#include "normalize/family_key.h"
#include "normalize/pack/csv_rows.h"
#include "normalize/pack/mail_typos.h"
#include "normalize/pack/phone_automaton.h"
#include "normalize/pack/table_writer.h"
#include "normalize/reference.h"
#include "text/fold.h"

namespace doublon::normalize::pack {

namespace {

[[noreturn]] void Stop(const std::string& message) {
  std::fputs((message + "\n").c_str(), stderr);
  std::exit(1);
}

std::uint32_t Number(std::string_view digits) {
  return static_cast<std::uint32_t>(std::strtoul(std::string(digits).c_str(), nullptr, 10));
}

template <typename Kind>
std::uint32_t Code(const std::map<std::string, Kind, std::less<>>& kinds, std::string_view name) {
  const auto found = kinds.find(name);
  if (found == kinds.end()) Stop(fmt::format("unknown kind {}", name));
  return static_cast<std::uint32_t>(found->second);
}

class Packer {
 public:
  explicit Packer(std::string folder) : folder_(std::move(folder)) {}
  std::string Pack();

 private:
  CsvRows Open(const std::string& name) const {
    CsvRows rows(folder_ + "/" + name);
    if (!rows.ok()) Stop(fmt::format("cannot read {}", rows.path()));
    return rows;
  }
  static std::string Fold(std::string_view text) { return text::Fold(text); }
  static std::string FoldGlued(std::string_view text) {
    return text::Fold(text, {.glue_apostrophes = true});
  }
  std::string FamilyKey(std::string_view name) const;
  std::string CityKey(std::string_view name) const;
  void Relate(std::string_view a, std::string_view b, reference::GivenNameRelation relation);
  void RelateGroups(const std::string& file, reference::GivenNameRelation relation);

  void PackParticles();
  void PackNames();
  void PackRelations();
  void PackNameWords();
  void PackAddressWords();
  void PackStreetTypes();
  void PackCommunes();
  void PackMail();
  void PackMailTypos();
  void PackPhones();
  void PackOverseas();
  void PackOthers();
  void PackWordClasses();

  std::string folder_;
  TableWriter tables_;
  std::vector<PhoneState> phone_states_;
};

std::string Packer::FamilyKey(std::string_view name) const {
  const std::string folded = Fold(name);
  std::vector<std::string_view> tokens;
  text::SplitTokens(folded, tokens);
  std::string key;
  AppendFamilyKey(
      tokens,
      [this](std::string_view word) {
        const auto [uses, spelling] = tables_.Get(TableId::kParticles, word);
        return Particle{uses, spelling == 0 ? word : tables_.TextAt(spelling)};
      },
      key);
  return key;
}

std::string Packer::CityKey(std::string_view name) const {
  const std::string folded = Fold(name);
  std::vector<std::string_view> tokens;
  text::SplitTokens(folded, tokens);
  std::string key;
  AppendCityKey(
      tokens,
      [this](std::string_view word) {
        const std::string city_word =
            static_cast<char>('a' + static_cast<int>(AddressWordKind::kCityWord)) +
            std::string(word);
        const std::uint32_t text = tables_.Get(TableId::kAddressWords, city_word).second;
        return text == 0 ? std::string_view() : tables_.TextAt(text);
      },
      key);
  return key;
}

void Packer::PackParticles() {
  const CsvRows rows = Open("name_particles.csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string particle = Fold(rows.at(i, "particle"));
    const std::string_view use = rows.at(i, "use"), language = rows.at(i, "language");
    ParticleUse bit = use == "glued"    ? ParticleUse::kGlued
                      : use == "middle" ? ParticleUse::kMiddle
                                        : ParticleUse::kSeparate;
    std::uint32_t uses =
        tables_.Get(TableId::kParticles, particle).first | static_cast<std::uint32_t>(bit);
    if (language == "pt") uses |= static_cast<std::uint32_t>(ParticleUse::kPortuguese);
    if (language == "ar" || language == "ber")
      uses |= static_cast<std::uint32_t>(ParticleUse::kArabic);
    tables_.PutText(TableId::kParticles, particle, uses, Fold(rows.at(i, "spelling")));
  }
}

void Packer::PackNames() {
  const CsvRows given = Open("given_names.csv"), given_us = Open("given_names_us.csv");
  for (const auto& [rows, table] :
       {std::pair{&given, TableId::kGivenNames}, std::pair{&given_us, TableId::kGivenNamesUs}}) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      tables_.Add(table, rows->at(i, "folded"), Number(rows->at(i, "female")),
                  Number(rows->at(i, "male")));
    }
  }
  const CsvRows family = Open("family_names.csv"), family_us = Open("family_names_us.csv");
  for (const auto& [rows, table] : {std::pair{&family, TableId::kFamilyNames},
                                    std::pair{&family_us, TableId::kFamilyNamesUs}}) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      tables_.Add(table, FamilyKey(rows->at(i, "name")), Number(rows->at(i, "bearers")));
    }
  }
}

void Packer::Relate(std::string_view a, std::string_view b, reference::GivenNameRelation relation) {
  if (a == b || a.empty() || b.empty()) return;
  const std::string key = fmt::format("{}\x1f{}", std::min(a, b), std::max(a, b));
  const std::uint32_t old = tables_.Get(TableId::kGivenRelations, key).first;
  // Near-identical names of opposite sex stay so even where a foreign list calls one a form of the
  // other (Michele is Michel in Italy); only a spelling of the same name is stronger.
  const auto strength = [](std::uint32_t value) {
    const auto false_friend =
        static_cast<std::uint32_t>(reference::GivenNameRelation::kFalseFriend);
    const auto variant = static_cast<std::uint32_t>(reference::GivenNameRelation::kVariant);
    return value == variant ? 11U : value == false_friend ? 10U : value;
  };
  const auto fresh = static_cast<std::uint32_t>(relation);
  if (strength(fresh) > strength(old)) tables_.Put(TableId::kGivenRelations, key, fresh);
}

void Packer::RelateGroups(const std::string& file, reference::GivenNameRelation relation) {
  const CsvRows rows = Open(file);
  std::map<std::string, std::vector<std::string>, std::less<>> groups;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    groups[std::string(rows.at(i, "group"))].push_back(FoldGlued(rows.at(i, "name")));
  }
  for (const auto& [group, names] : groups) {
    for (const std::string& a : names) {
      for (const std::string& b : names) Relate(a, b, relation);
    }
  }
}

void Packer::PackRelations() {
  using reference::GivenNameRelation;
  RelateGroups("given_name_variants.csv", GivenNameRelation::kVariant);
  RelateGroups("given_name_equivalents.csv", GivenNameRelation::kEquivalent);
  const CsvRows friends = Open("given_name_false_friends.csv"), english = Open("nicknames_en.csv");
  for (std::size_t i = 0; i < friends.size(); ++i) {
    Relate(FoldGlued(friends.at(i, "name_a")), FoldGlued(friends.at(i, "name_b")),
           GivenNameRelation::kFalseFriend);
  }
  for (std::size_t i = 0; i < english.size(); ++i) {
    Relate(FoldGlued(english.at(i, "name_a")), FoldGlued(english.at(i, "name_b")),
           GivenNameRelation::kNickname);
  }
  const CsvRows french = Open("nicknames_fr.csv");
  // Sexes of the names that each short form stands for.
  std::map<std::string, std::set<bool>, std::less<>> sexes;
  for (std::size_t i = 0; i < french.size(); ++i) {
    const auto [female, male] =
        tables_.Get(TableId::kGivenNames, FoldGlued(french.at(i, "canonical")));
    sexes[FoldGlued(french.at(i, "short_form"))].insert(female > male);
  }
  for (std::size_t i = 0; i < french.size(); ++i) {
    const std::string shorter = FoldGlued(french.at(i, "short_form"));
    if (french.at(i, "kind") == "initials") {
      tables_.Put(TableId::kShortInitials, shorter, 1);
    } else {
      Relate(FoldGlued(french.at(i, "canonical")), shorter,
             sexes[shorter].size() > 1 ? GivenNameRelation::kSharedNickname
                                       : GivenNameRelation::kNickname);
    }
  }
}

void Packer::PackNameWords() {
  const std::map<std::string, TitleKind, std::less<>> titles = {
      {"courtesy", TitleKind::kCourtesy},
      {"courtesy_plural", TitleKind::kPlural},
      {"courtesy_couple", TitleKind::kCouple},
      {"household", TitleKind::kHousehold},
      {"marital", TitleKind::kMarital},
      {"professional", TitleKind::kOffice},
      {"religious", TitleKind::kOffice},
      {"military", TitleKind::kOffice},
      {"political", TitleKind::kOffice},
      {"nobility", TitleKind::kOffice},
      {"honorific", TitleKind::kHonorific},
      {"suffix", TitleKind::kSuffix},
      {"suffix_generation", TitleKind::kGeneration}};
  const CsvRows title_rows = Open("name_titles.csv");
  for (std::size_t i = 0; i < title_rows.size(); ++i) {
    const std::string_view sex = title_rows.at(i, "sex");
    const std::uint32_t kind = Code(titles, title_rows.at(i, "kind"));
    const std::string title = Fold(title_rows.at(i, "title"));
    const std::uint32_t old = tables_.Get(TableId::kTitles, title).first;
    // A word that is both a title and a generation suffix (Sr, père) carries the suffix bit beside
    // the title.
    const std::uint32_t generation =
        kind == static_cast<std::uint32_t>(TitleKind::kGeneration) ? 1U << 16 : 0;
    const std::uint32_t fresh =
        kind | (sex.empty() ? 0U : static_cast<std::uint32_t>(sex.front()) << 8) | generation;
    const bool old_is_title =
        old != 0 && (old & 0xff) != static_cast<std::uint32_t>(TitleKind::kGeneration);
    tables_.PutText(TableId::kTitles, title,
                    old == 0 ? fresh : (old_is_title ? old : fresh) | (old & 1U << 16) | generation,
                    Fold(title_rows.at(i, "spelling")));
  }
  const std::map<std::string, MarkerMeaning, std::less<>> markers = {
      {"birth_name_follows", MarkerMeaning::kBirthName},
      {"married_name_follows", MarkerMeaning::kMarriedName},
      {"married_name_follows_if_second_name", MarkerMeaning::kMarriedNameIfSecond},
      {"former_married_name_follows", MarkerMeaning::kFormerName},
      {"former_name_follows", MarkerMeaning::kFormerName},
      {"alias_follows", MarkerMeaning::kAlias},
      {"usage_name_follows", MarkerMeaning::kUsageName},
      {"care_of_follows", MarkerMeaning::kCareOf},
      {"attention_follows", MarkerMeaning::kCareOf}};
  const CsvRows marker_rows = Open("name_markers.csv");
  for (std::size_t i = 0; i < marker_rows.size(); ++i) {
    tables_.Put(TableId::kMarkers, Fold(marker_rows.at(i, "marker")),
                Code(markers, marker_rows.at(i, "meaning")));
  }
  const CsvRows short_rows = Open("given_name_abbreviations.csv");
  for (std::size_t i = 0; i < short_rows.size(); ++i) {
    tables_.PutText(TableId::kGivenAbbreviations, Fold(short_rows.at(i, "written")),
                    short_rows.at(i, "use") == "first", short_rows.at(i, "meant"));
  }
  const CsvRows organisation = Open("organisation_words.csv");
  const std::map<std::string, OrganisationWordKind, std::less<>> kinds = {
      {"body", OrganisationWordKind::kBody}, {"legal_form", OrganisationWordKind::kLegalForm}};
  for (std::size_t i = 0; i < organisation.size(); ++i) {
    tables_.Put(TableId::kOrganisationWords, Fold(organisation.at(i, "word")),
                Code(kinds, organisation.at(i, "kind")));
  }
}

void Packer::PackAddressWords() {
  const std::map<std::string, AddressWordKind, std::less<>> kinds = {
      {"name_word", AddressWordKind::kNameWord},    {"initial", AddressWordKind::kInitial},
      {"complement", AddressWordKind::kComplement}, {"delivery", AddressWordKind::kDelivery},
      {"repetition", AddressWordKind::kRepetition}, {"city_word", AddressWordKind::kCityWord},
      {"care_of", AddressWordKind::kCareOf},        {"stop_word", AddressWordKind::kStopWord}};
  for (const char* file : {"address_words.csv", "address_words_more.csv"}) {
    const CsvRows rows = Open(file);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t kind = Code(kinds, rows.at(i, "kind"));
      const std::string folded = Fold(rows.at(i, "variant")), full = Fold(rows.at(i, "expands_to"));
      const std::uint32_t ambiguous = rows.at(i, "ambiguous") == "1" ? kAmbiguousBit : 0;
      const auto key = [&](AddressWordKind k) {
        return static_cast<char>('a' + static_cast<int>(k)) + folded;
      };
      const std::string own = key(static_cast<AddressWordKind>(kind));
      if (!tables_.Has(TableId::kAddressWords, own))
        tables_.PutText(TableId::kAddressWords, own, ambiguous, full);
      if (full.starts_with("saint"))
        tables_.PutText(TableId::kAddressWords, key(AddressWordKind::kCityWord), 0, full);
    }
  }
}

void Packer::PackStreetTypes() {
  const CsvRows rows = Open("street_types.csv");
  std::map<std::string, std::uint32_t, std::less<>> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string canonical = Fold(rows.at(i, "canonical"));
    const std::uint32_t id =
        ids.try_emplace(canonical, static_cast<std::uint32_t>(ids.size() + 1)).first->second;
    if (id > 255) Stop("more than 255 street types");
    const std::string_view language = rows.at(i, "language");
    const bool after = language == "en" || language == "nl" || language.starts_with("de");
    const TableId table = after ? TableId::kStreetTypesAfter : TableId::kStreetTypes;
    const std::uint32_t low = id | (rows.at(i, "ambiguous") == "1" ? kAmbiguousBit : 0);
    for (const std::string& variant : {Fold(rows.at(i, "variant")), canonical}) {
      if (!tables_.Has(table, variant))
        tables_.PutText(table, variant, variant == canonical ? id : low, canonical);
    }
  }
}

void Packer::PackCommunes() {
  const CsvRows rows = Open("communes.csv");
  std::map<std::string, std::set<std::uint32_t>, std::less<>> populations;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string_view postcode = rows.at(i, "postcode");
    const std::string city = CityKey(rows.at(i, "name"));
    tables_.Put(TableId::kPostcodes, postcode, 1);
    for (const std::string_view place : {postcode, postcode.substr(0, 2)}) {
      tables_.Put(TableId::kPostcodeCities, fmt::format("{}\x1f{}", place, city), 1);
    }
    // A town of several postcodes has one population on each of its rows: distinct figures are
    // distinct places.
    populations[city].insert(Number(rows.at(i, "population")));
  }
  for (const auto& [city, figures] : populations) {
    std::uint32_t sum = 0;
    for (const std::uint32_t figure : figures) sum += figure;
    tables_.Put(TableId::kCities, city, sum);
  }
  const CsvRows parts = Open("city_arrondissements.csv");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string city = CityKey(parts.at(i, "city"));
    const std::uint32_t number = Number(parts.at(i, "arrondissement"));
    tables_.PutText(TableId::kArrondissements, parts.at(i, "postcode"), number, city);
    tables_.PutText(TableId::kArrondissements, parts.at(i, "insee_code"), number, city);
    const std::string name = fmt::format("{} {}", city, number);
    if (!tables_.Has(TableId::kArrondissementPostcodes, name)) {
      tables_.PutText(TableId::kArrondissementPostcodes, name, 0, parts.at(i, "postcode"));
    }
  }
}

void Packer::PackMail() {
  const CsvRows providers = Open("email_provider_rules.csv");
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
    tables_.PutText(TableId::kMailDomains, providers.at(i, "domain"), flags,
                    providers.at(i, "mailbox_group"));
  }
  const std::map<std::string, TypoUse, std::less<>> uses = {
      {"safe", TypoUse::kSafe}, {"review", TypoUse::kReview}, {"keep", TypoUse::kKeep}};
  const CsvRows typos = Open("email_typo_domains.csv");
  for (std::size_t i = 0; i < typos.size(); ++i) {
    tables_.PutText(TableId::kMailTypos, typos.at(i, "typed"), Code(uses, typos.at(i, "use")),
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
  const CsvRows locals = Open("email_role_localparts.csv");
  for (std::size_t i = 0; i < locals.size(); ++i) {
    std::string_view local = locals.at(i, "local_part");
    const std::uint32_t kind = Code(roles, locals.at(i, "kind"));
    while (local.ends_with('.')) local.remove_suffix(1);
    tables_.Put(TableId::kRoleLocalParts, local, kind);
  }
  for (const std::string& domain : ReadLines(folder_ + "/email_disposable_domains.txt")) {
    tables_.Put(TableId::kDisposableDomains, domain, 1);
  }
}

// Misspellings beyond the listed ones: what is one slip away from a large domain and no domain that
// is known.
void Packer::PackMailTypos() {
  std::vector<SuffixTypo> suffixes;
  const CsvRows rows = Open("email_typo_suffixes.csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    suffixes.push_back(
        {std::string(rows.at(i, "suffix")), std::string(rows.at(i, "typed")),
         rows.at(i, "use") == "safe" ? TypoSureness::kSafe : TypoSureness::kDoubtful});
  }
  std::set<std::string, std::less<>> known;
  for (const std::string& domain : ReadLines(folder_ + "/email_near_domains.txt"))
    known.insert(domain);
  const std::vector<std::string> largest = ReadLines(folder_ + "/email_largest_domains.txt");
  if (largest.empty() || known.empty()) Stop("cannot read the lists of mail domains");
  std::map<std::string, std::string, std::less<>>
      by_name;  // of a domain without its ending; empty: several endings
  for (const std::string& domain : largest) {
    const auto [at, fresh] = by_name.try_emplace(domain.substr(0, domain.find('.')), domain);
    if (!fresh) at->second.clear();
    MisspellDomain(
        domain, suffixes,
        [&](const std::string& typed, std::string_view meant, TypoSureness sureness) {
          const bool taken = known.contains(typed) || tables_.Has(TableId::kMailDomains, typed) ||
                             tables_.Has(TableId::kMailTypos, typed) ||
                             tables_.Has(TableId::kDisposableDomains, typed);
          if (taken) return;
          const TypoUse use = sureness == TypoSureness::kSafe ? TypoUse::kSafe : TypoUse::kReview;
          tables_.PutText(TableId::kMailTypos, typed, static_cast<std::uint32_t>(use), meant);
        });
  }
  for (const auto& [name, domain] : by_name) {
    if (domain.empty() || tables_.Has(TableId::kMailTypos, name)) continue;
    tables_.PutText(TableId::kMailTypos, name, static_cast<std::uint32_t>(TypoUse::kReview),
                    domain);
  }
}

void Packer::PackPhones() {
  const std::map<std::string, PhoneUse, std::less<>> uses = {
      {"fixed_line", PhoneUse::kFixed}, {"mobile", PhoneUse::kMobile},
      {"voip", PhoneUse::kVoip},        {"toll_free", PhoneUse::kService},
      {"premium", PhoneUse::kService},  {"shared_cost", PhoneUse::kService}};
  const CsvRows rows = Open("phone_patterns.csv");
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
    const std::uint16_t start = rule.first.Build(phone_states_);
    if (start == 0) Stop("too many phone states");
    tables_.Put(TableId::kCallingCodes, code, start, rule.second);
  }
}

void Packer::PackOverseas() {
  const CsvRows rows = Open("phone_overseas.csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    tables_.PutText(TableId::kOverseasPrefixes, rows.at(i, "prefix"), 0,
                    rows.at(i, "calling_code"));
  }
}

void Packer::PackOthers() {
  const CsvRows headers = Open("column_headers.csv");
  for (std::size_t i = 0; i < headers.size(); ++i) {
    std::string header = Fold(headers.at(i, "header"));
    std::erase(header, ' ');
    tables_.PutText(TableId::kHeaders, header, 0, headers.at(i, "field"));
  }
  const std::map<std::string, PlaceholderScope, std::less<>> scopes = {
      {"any", PlaceholderScope::kAny},
      {"email", PlaceholderScope::kEmail},
      {"phone", PlaceholderScope::kPhone},
      {"address", PlaceholderScope::kAddress},
      {"remark", PlaceholderScope::kRemark}};
  const CsvRows words = Open("placeholders.csv");
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = Fold(words.at(i, "word"));
    tables_.Put(
        TableId::kPlaceholders, word,
        tables_.Get(TableId::kPlaceholders, word).first | Code(scopes, words.at(i, "scope")));
  }
  const CsvRows months = Open("month_names.csv"), numbers = Open("number_words.csv");
  for (std::size_t i = 0; i < months.size(); ++i) {
    tables_.Put(TableId::kMonths, Fold(months.at(i, "name")), Number(months.at(i, "month")));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    tables_.Put(TableId::kNumberWords, Fold(numbers.at(i, "word")),
                Number(numbers.at(i, "number")));
  }
  const CsvRows genders = Open("gender_words.csv");
  for (std::size_t i = 0; i < genders.size(); ++i) {
    tables_.Put(TableId::kGenders, genders.at(i, "word"),
                static_cast<std::uint32_t>(genders.at(i, "sex").front()));
  }
  const CsvRows letters = Open("transliteration.csv"), countries = Open("countries.csv");
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string letter(letters.at(i, "letter"));
    if (letters.at(i, "latin").empty()) {
      tables_.Put(TableId::kLetters, letter, 0);
    } else {
      tables_.PutText(TableId::kLetters, letter, 0, letters.at(i, "latin"));
    }
  }
  for (std::size_t i = 0; i < countries.size(); ++i) {
    tables_.PutText(TableId::kCountries, Fold(countries.at(i, "written")), 0,
                    countries.at(i, "country"));
  }
  const std::map<std::string, DateTreatment, std::less<>> treatments = {
      {"suspect", DateTreatment::kSuspect}, {"missing", DateTreatment::kMissing}};
  const CsvRows dates = Open("birth_date_suspects.csv");
  for (std::size_t i = 0; i < dates.size(); ++i) {
    tables_.Put(TableId::kDateSuspects, dates.at(i, "pattern"),
                Code(treatments, dates.at(i, "treatment")));
  }
}

// What each word can be the beginning of, from the tables packed before.
void Packer::PackWordClasses() {
  const auto mark = [this](std::string_view word, std::uint32_t bits) {
    tables_.Put(TableId::kWordClasses, word, tables_.Get(TableId::kWordClasses, word).first | bits);
  };
  const std::pair<TableId, WordClass> classes[] = {
      {TableId::kTitles, WordClass::kTitle},
      {TableId::kMarkers, WordClass::kMarker},
      {TableId::kParticles, WordClass::kParticle},
      {TableId::kOrganisationWords, WordClass::kOrganisation},
      {TableId::kPlaceholders, WordClass::kPlaceholder},
      {TableId::kStreetTypes, WordClass::kStreetType},
      {TableId::kStreetTypesAfter, WordClass::kStreetTypeAfter},
      {TableId::kMonths, WordClass::kMonth},
      {TableId::kNumberWords, WordClass::kNumberWord},
      {TableId::kCountries, WordClass::kCountry},
      {TableId::kGivenAbbreviations, WordClass::kGivenAbbreviation},
      {TableId::kShortInitials, WordClass::kShortInitials}};
  for (const auto& [table, bit] : classes) {
    tables_.ForEntries(table, [&, bit = bit](std::string_view key, std::uint32_t) {
      mark(key.substr(0, key.find(' ')), static_cast<std::uint32_t>(bit));
    });
  }
  tables_.ForEntries(TableId::kAddressWords, [&](std::string_view key, std::uint32_t) {
    const auto kind = static_cast<unsigned>(key.front() - 'a');
    key.remove_prefix(1);
    const bool cedex = kind == static_cast<unsigned>(AddressWordKind::kDelivery);
    mark(key.substr(0, key.find(' ')),
         static_cast<std::uint32_t>(WordClass::kAddressWord) << kind |
             (cedex ? static_cast<std::uint32_t>(WordClass::kTownEnd) : 0U));
  });
  tables_.ForEntries(TableId::kStreetTypes, [&](std::string_view key, std::uint32_t) {
    const std::size_t space = key.find(' ');
    if (space != std::string_view::npos)
      mark(key.substr(0, space), static_cast<std::uint32_t>(WordClass::kLongStreetType));
  });
  // Headers are compared without spaces: every beginning of one may be the first word of a cell.
  tables_.ForEntries(TableId::kHeaders, [&](std::string_view key, std::uint32_t) {
    for (std::size_t size = 1; size <= key.size(); ++size)
      mark(key.substr(0, size), static_cast<std::uint32_t>(WordClass::kHeader));
  });
  const auto town_end = static_cast<std::uint32_t>(WordClass::kTownEnd);
  tables_.ForEntries(TableId::kCities, [&](std::string_view key, std::uint32_t population) {
    const std::size_t space = key.rfind(' ');
    if (population >= kLargeTown)
      mark(key.substr(space == std::string_view::npos ? 0 : space + 1), town_end);
  });
  for (const std::string_view article : {"le", "la", "les", "e", "er", "eme"})
    mark(article, town_end);
  for (const char* roman :
       {"i",  "ii",  "iii",  "iv",  "v",  "vi",  "vii",  "viii",  "ix",  "x",
        "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"}) {
    for (const char* ending : {"", "e", "er", "eme", "ieme"})
      mark(std::string(roman) + ending, town_end);
  }
}

std::string Packer::Pack() {
  PackParticles();
  PackAddressWords();
  PackNames();
  PackRelations();
  PackNameWords();
  PackStreetTypes();
  PackCommunes();
  PackMail();
  PackMailTypos();
  PackPhones();
  PackOverseas();
  PackOthers();
  PackWordClasses();
  return tables_.Finish(phone_states_);
}

}  // namespace

int Run(const char* folder, const char* output) {
  const std::string blob = Packer(folder).Pack();
  std::ofstream file(output, std::ios::binary);
  file << blob;
  if (!file.flush()) Stop(fmt::format("cannot write {}", output));
  return 0;
}

}  // namespace doublon::normalize::pack

int main(int argc, char** argv) {
  if (argc != 3) doublon::normalize::pack::Stop("usage: pack_reference FOLDER OUTPUT");
  return doublon::normalize::pack::Run(argv[1], argv[2]);
}
