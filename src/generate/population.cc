#include "generate/population.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "generate/contact.h"

namespace doublon::generate {
namespace {

// Numbers of this household among all: slots for the telephones of each member, earlier and later.
constexpr std::uint64_t kMobileSlots = 12;
constexpr std::uint64_t kLandlineSlots = 8;
constexpr int kAdultBirthYearLast = kLastYear - 18;

struct AgeBand {
  int first_year;
  int last_year;
  double share;
};
// Birth years of heads of households on the lists: older than the population, as donors and members
// are.
constexpr std::array<AgeBand, 7> kAgeBands = {{{1920, 1936, .05},
                                               {1937, 1946, .14},
                                               {1947, 1956, .23},
                                               {1957, 1966, .21},
                                               {1967, 1976, .16},
                                               {1977, 1986, .13},
                                               {1987, 1998, .08}}};

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

Date DrawDay(int year, Random& random) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int day = random.Between(1, IsLeap(year) ? 366 : 365);
  int month = 1;
  for (const int days : kDays) {
    const int length = days + (month == 2 && IsLeap(year) ? 1 : 0);
    if (day <= length) break;
    day -= length;
    ++month;
  }
  return {year, month, day};
}

int DrawHeadBirthYear(Random& random) {
  double draw = random.Unit();
  for (const AgeBand& band : kAgeBands) {
    if (draw < band.share) return random.Between(band.first_year, band.last_year);
    draw -= band.share;
  }
  return kAgeBands.back().last_year;
}

int DrawYearOfChange(Random& random) { return random.Between(kFirstYear + 1, kLastYear); }

// Makes one household: holds what its parts need.
class Maker {
 public:
  Maker(const Tables& tables, std::uint64_t seed, std::uint64_t index)
      : tables_(tables), seed_(seed), index_(index), random_(seed, index) {}

  Household Make() {
    const int head_year = DrawHeadBirthYear(random_);
    household_.homes.push_back(MakeHome(head_year));
    const double draw = random_.Unit();
    if (draw < 0.33) {
      AddAdult(DrawSex(), head_year, 0);
    } else if (draw < 0.88) {
      MakeCouple(head_year);
    } else if (draw < 0.97) {
      MakeSingleParent(head_year);
    } else {  // two who share a flat, or grown siblings
      AddAdult(DrawSex(), head_year, 0);
      AddAdult(DrawSex(), std::min(head_year + random_.Between(-4, 4), kAdultBirthYearLast), 0);
      if (random_.Chance(0.3)) TakeNameOf(household_.persons[0], household_.persons[1]);
    }
    DrawLists();
    return std::move(household_);
  }

 private:
  Sex DrawSex() { return random_.Chance(0.5) ? Sex::kMale : Sex::kFemale; }

  static void TakeNameOf(const Person& from, Person& to) {
    to.birth_name = from.birth_name;
    to.name_share = from.name_share;
    to.used_name.Set(from.birth_name);
  }

  Person& AddAdult(Sex sex, int birth_year, std::size_t home) {
    Person& person = household_.persons.emplace_back();
    person.sex = sex;
    person.born = DrawDay(birth_year, random_);
    person.given = &tables_.DrawGivenName(sex, birth_year, random_);
    // Second given names are those of godparents and grandparents: a generation older.
    if (random_.Chance(0.6)) {
      person.second_given = &tables_.DrawGivenName(sex, birth_year - 30, random_);
    }
    Tables::DrawnFamilyName family = tables_.DrawFamilyName(random_);
    person.birth_name = std::move(family.shown);
    person.name_share = family.share;
    person.used_name.Set(person.birth_name);
    person.home = home;
    return person;
  }

  void MakeCouple(int head_year) {
    const Sex sex = DrawSex();
    const Sex other_sex =
        random_.Chance(0.03) ? sex : (sex == Sex::kMale ? Sex::kFemale : Sex::kMale);
    // Women are two years and a half younger than their partners, give or take.
    const int shift = random_.Between(-3, 8) * (sex == Sex::kMale ? 1 : -1);
    const int other_year = std::clamp(head_year + shift, 1915, kAdultBirthYearLast);
    household_.persons.reserve(8);
    Person& head = AddAdult(sex, head_year, 0);
    Person& other = AddAdult(other_sex, other_year, 0);
    const int cohort = std::max(head_year, other_year);
    const double married = cohort < 1950   ? .92
                           : cohort < 1960 ? .85
                           : cohort < 1970 ? .72
                           : cohort < 1980 ? .6
                                           : .42;
    if (random_.Chance(married)) Marry(head, other, cohort);
    const Person& mother = head.sex == Sex::kFemale ? head : other;
    const Person& father = &mother == &head ? other : head;
    if (random_.Chance(0.62)) AddChildren(mother, &father);
  }

  // A married woman mostly uses her husband's name, her own is kept by more in each cohort; some
  // join both.
  void Marry(Person& head, Person& other, int cohort) {
    head.married = other.married = true;
    Person& wife = head.sex == Sex::kFemale ? head : other;
    const Person& husband = &wife == &head ? other : head;
    const double takes_name = cohort < 1950 ? .90 : cohort < 1970 ? .80 : .64;
    constexpr double kJoinsNames = .09;
    std::string name;
    if (random_.Chance(kJoinsNames)) {
      name = random_.Chance(0.6) ? wife.birth_name + "-" + husband.birth_name
                                 : husband.birth_name + "-" + wife.birth_name;
    } else if (random_.Chance(takes_name)) {
      name = husband.birth_name;
    } else {
      return;
    }
    const int wedding = cohort + 22 + random_.Between(0, 16);
    if (wedding > kLastYear) return;
    if (wedding > kFirstYear) {
      wife.used_name.ChangeTo(std::move(name), wedding);
      return;
    }
    wife.used_name.Set(std::move(name));
    if (random_.Chance(0.04)) wife.used_name.ChangeTo(wife.birth_name, DrawYearOfChange(random_));
  }

  void MakeSingleParent(int head_year) {
    const Sex sex = random_.Chance(0.82) ? Sex::kFemale : Sex::kMale;
    household_.persons.reserve(8);
    Person& parent = AddAdult(sex, head_year, 0);
    if (sex == Sex::kMale) {
      AddChildren(parent, &parent);
    } else if (random_.Chance(0.4)) {
      AddChildren(parent, nullptr);
    } else {  // the father lives elsewhere: his name is on no list of this household
      Person father = parent;
      Tables::DrawnFamilyName family = tables_.DrawFamilyName(random_);
      father.birth_name = std::move(family.shown);
      father.name_share = family.share;
      father.sex = Sex::kMale;
      father.given = &tables_.DrawGivenName(Sex::kMale, head_year, random_);
      AddChildren(parent, &father);
    }
  }

  // Grown children of one mother; `father` may be unknown. Children of age only are on lists.
  void AddChildren(const Person& mother, const Person* father) {
    const int count =
        1 + static_cast<int>(random_.Chance(0.55)) + static_cast<int>(random_.Chance(0.2));
    int year = mother.born.year + random_.Between(20, 32);
    std::vector<const GivenName*> taken;
    Date last_born{};
    for (int child = 0; child < count; ++child) {
      const bool twin = child > 0 && random_.Chance(0.016);
      if (child > 0 && !twin) year += random_.Between(1, 5);
      if (year > kAdultBirthYearLast) return;
      const Sex sex = DrawSex();
      Person& person = AddAdult(sex, year, 0);
      if (twin) person.born = last_born;
      last_born = person.born;
      NameChild(mother, father, taken, person);
      const int leaves = year + random_.Between(18, 28);
      if (leaves <= kLastYear) person.home = AddHomeOfChild(year);
    }
  }

  void NameChild(const Person& mother, const Person* father, std::vector<const GivenName*>& taken,
                 Person& child) {
    const Person& name_from = father != nullptr ? *father : mother;
    TakeNameOf(name_from, child);
    // Since 2005 parents choose; children of age in 2016 are older, so double names are rare.
    if (father != nullptr && father != &mother && random_.Chance(0.02)) {
      child.birth_name = father->birth_name + " " + mother.birth_name;
      child.name_share = 0;
      child.used_name.Set(child.birth_name);
    }
    const Person& same_sex = child.sex == mother.sex ? mother : name_from;
    if (same_sex.sex == child.sex) {
      if (random_.Chance(0.015)) child.given = same_sex.given;
      if (random_.Chance(0.15)) child.second_given = same_sex.given;
    }
    while (std::find(taken.begin(), taken.end(), child.given) != taken.end()) {
      child.given = &tables_.DrawGivenName(child.sex, child.born.year, random_);
    }
    taken.push_back(child.given);
  }

  std::size_t AddHomeOfChild(int birth_year) {
    household_.homes.push_back(MakeHome(birth_year));
    return household_.homes.size() - 1;
  }

  Address DrawAddress() { return DrawAddressIn(tables_.DrawCommune(random_)); }

  Address DrawAddressIn(std::uint32_t commune_index) {
    Address address;
    address.commune = commune_index;
    const Commune& commune = tables_.commune(commune_index);
    const auto postcodes = static_cast<std::uint32_t>(commune.postcodes.size());
    address.postcode = commune.postcodes[random_.Below(postcodes)];
    // France has about 45 inhabitants a street. Low slots are drawn more often: streets differ in
    // length.
    const std::uint32_t streets = std::clamp(commune.population / 45, 12U, 6000U);
    const double skewed = random_.Unit() * (0.4 + 0.6 * random_.Unit());
    address.street = tables_.StreetOf(commune_index, static_cast<std::uint32_t>(skewed * streets));
    const bool rural = commune.population < 3000;
    if (!random_.Chance(rural ? 0.12 : 0.01)) {
      const int longest = rural ? 40 : 140;
      address.number = 1 + static_cast<int>(random_.Unit() * random_.Unit() * longest);
      if (random_.Chance(0.035))
        address.repetition = random_.Chance(0.75) ? 'B' : random_.Chance(0.5) ? 'T' : 'A';
    }
    DrawExtra(commune.population, address);
    return address;
  }

  void DrawExtra(std::uint32_t population, Address& address) {
    if (!random_.Chance(population > 50000 ? 0.35 : population > 10000 ? 0.18 : 0.04)) return;
    const double draw = random_.Unit();
    if (draw < 0.45) {
      address.extra = fmt::format("Appt {}", random_.Between(1, 140));
    } else if (draw < 0.7) {
      address.extra = fmt::format("Bât {}", static_cast<char>('A' + random_.Below(6)));
    } else if (draw < 0.85) {
      address.extra = fmt::format("Bât {} Appt {}", static_cast<char>('A' + random_.Below(6)),
                                  random_.Between(1, 60));
    } else {
      address.extra = fmt::format("Résidence {}", tables_.street(address.street).name);
    }
  }

  Home MakeHome(int birth_year) {
    Home home;
    home.address.Set(DrawAddress());
    const std::uint64_t ordinal = index_ * kLandlineSlots + household_.homes.size() * 2;
    const double has_line = birth_year < 1950   ? .92
                            : birth_year < 1970 ? .8
                            : birth_year < 1985 ? .6
                                                : .3;
    const bool has = random_.Chance(has_line);
    const auto line = [&](std::uint64_t slot, std::string_view postcode) {
      return has ? MakeLandline(ordinal + slot, seed_, postcode) : std::string();
    };
    home.landline.Set(line(0, home.address.later.postcode));
    // Share of people who move in the ten years, by cohort: about one in ten a year, far more of
    // the young.
    const double moves = birth_year < 1950   ? .13
                         : birth_year < 1965 ? .25
                         : birth_year < 1980 ? .48
                                             : .72;
    if (random_.Chance(moves)) {
      const int year = DrawYearOfChange(random_);
      const std::uint32_t commune = home.address.later.commune;
      home.address.ChangeTo(random_.Chance(0.38) ? DrawAddressIn(commune) : DrawAddress(), year);
      home.landline.ChangeTo(line(1, home.address.later.postcode), year);
    } else if (random_.Chance(0.1)) {
      home.landline.ChangeTo(line(1, home.address.later.postcode), DrawYearOfChange(random_));
    }
    return home;
  }

  void AddContacts() {
    for (std::size_t i = 0; i < household_.persons.size(); ++i) {
      Person& person = household_.persons[i];
      const std::string_view postcode = household_.homes[person.home].address.later.postcode;
      const int born = person.born.year;
      const double online = born < 1937 ? .3 : born < 1947 ? .62 : born < 1960 ? .86 : .96;
      if (random_.Chance(online)) {
        const int opened = random_.Between(1998, 2014);
        person.email.Set(MakeEmail(person, opened, postcode, random_));
        if (random_.Chance(0.3)) {
          const int year = DrawYearOfChange(random_);
          person.email.ChangeTo(SuccessorOf(person, year, postcode), year);
        }
      }
      const double mobile = born < 1937 ? .5 : born < 1950 ? .78 : .95;
      if (random_.Chance(mobile)) {
        const std::uint64_t ordinal = index_ * kMobileSlots + i * 2;
        person.mobile.Set(MakeMobile(ordinal, seed_, postcode));
        if (random_.Chance(0.25)) {
          person.mobile.ChangeTo(MakeMobile(ordinal + 1, seed_, postcode),
                                 DrawYearOfChange(random_));
        }
      }
    }
    ShareMailbox();
  }

  // Wanadoo became Orange and kept the local parts; most other changes are a new box.
  std::string SuccessorOf(const Person& person, int year, std::string_view postcode) {
    constexpr std::string_view kWanadoo = "@wanadoo.fr";
    const std::string& old = person.email.later;
    if (old.ends_with(kWanadoo) && random_.Chance(0.5)) {
      return old.substr(0, old.size() - kWanadoo.size()) + "@orange.fr";
    }
    return MakeEmail(person, year, postcode, random_);
  }

  // Some couples use one mailbox: a family's, or that of one of them.
  void ShareMailbox() {
    auto& persons = household_.persons;
    if (persons.size() < 2 || persons[0].home != persons[1].home || !random_.Chance(0.14)) return;
    if (random_.Chance(0.4)) {
      persons[0].email.Set(MakeFamilyEmail(persons[0], persons[1], random_));
    } else if (persons[0].email.later.empty()) {
      return;
    }
    persons[1].email = persons[0].email;
  }

  // Most people are on one list; the active are on several. Partners often come together.
  void DrawLists() {
    for (std::size_t i = 0; i < household_.persons.size(); ++i) {
      Person& person = household_.persons[i];
      person.entity = Scatter(Scatter(seed_ ^ 0x656e) ^ (index_ * 16 + i));
      const bool partner = i == 1 && person.home == household_.persons[0].home;
      if (!random_.Chance(i == 0 ? 1 : partner ? .45 : person.home == 0 ? .25 : .15)) continue;
      if (partner && random_.Chance(0.5)) {
        for (std::size_t s = 0; s < kSourceCount; ++s) {
          person.rows[s] = household_.persons[0].rows[s] > 0 && IsOfAge(person, s) ? 1 : 0;
        }
      } else {
        DrawListsOf(person);
      }
      AddRepeats(person);
    }
    AddContacts();
    std::erase_if(household_.persons, [](const Person& person) {
      return std::all_of(person.rows.begin(), person.rows.end(),
                         [](std::uint8_t n) { return n == 0; });
    });
  }

  // Who was a child in the year of a list is not on it. All are of age by the year of the petition.
  static bool IsOfAge(const Person& person, std::size_t source) {
    return kSourceYear[source] - person.born.year >= 18;
  }

  // At least one list.
  void DrawListsOf(Person& person) {
    constexpr double kActiveShare = 0.20;
    if (random_.Chance(kActiveShare)) {
      constexpr std::array<double, kSourceCount> kActive = {.72, .34, .55, .36};
      bool any = false;
      for (std::size_t s = 0; s < kSourceCount; ++s) {
        person.rows[s] = IsOfAge(person, s) && random_.Chance(kActive[s]) ? 1 : 0;
        any |= person.rows[s] > 0;
      }
      if (any) return;
    }
    const double draw = random_.Unit();
    const std::size_t s = draw < .56 ? 0 : draw < .66 ? 1 : draw < .91 ? 2 : 3;
    person.rows[IsOfAge(person, s) ? s : static_cast<std::size_t>(Source::kPetition)] = 1;
  }

  void AddRepeats(Person& person) {
    constexpr std::array<double, kSourceCount> kRepeat = {.006, .012, .035, .008};
    for (std::size_t s = 0; s < kSourceCount; ++s) {
      if (person.rows[s] > 0 && random_.Chance(kRepeat[s])) ++person.rows[s];
    }
  }

  const Tables& tables_;
  std::uint64_t seed_;
  std::uint64_t index_;
  Random random_;
  Household household_;
};

}  // namespace

Household MakeHousehold(const Tables& tables, std::uint64_t seed, std::uint64_t index) {
  return Maker(tables, seed, index).Make();
}

}  // namespace doublon::generate
