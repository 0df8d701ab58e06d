#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

// Small invented contact lists with duplicates, families and errors, for tests of the engine.
namespace doublon::tests {

struct ContactRow {
  std::string id, given, family, birth_date, email, phone, address, postcode, city;
};

inline std::string Misspelt(std::string text, std::mt19937_64& random) {
  if (text.size() < 3) return text;
  const std::size_t at = 1 + random() % (text.size() - 2);
  switch (random() % 3) {
    case 0:
      text.erase(at, 1);
      break;
    case 1:
      std::swap(text[at], text[at + 1 < text.size() ? at + 1 : at - 1]);
      break;
    default:
      text[at] = static_cast<char>('a' + random() % 26);
  }
  return text;
}

inline std::vector<ContactRow> InventContacts(std::size_t count, std::uint64_t seed) {
  constexpr std::string_view kGiven[] = {
      "Jean",    "Marie",  "Pierre", "Isabelle", "Luc",    "Anne",    "Thomas", "Chantal",
      "Nicolas", "Sylvie", "Hugo",   "Nathalie", "Michel", "Monique", "Alain",  "Brigitte"};
  constexpr std::string_view kFamily[] = {
      "Martin",    "Bernard", "Lefebvre", "Gauthier", "Dubois",  "Moreau",  "Le Gall", "Fontaine",
      "Chevalier", "Roussel", "Marchand", "Perrin",   "Boucher", "Lemoine", "Barbier", "Renaud"};
  constexpr std::string_view kStreets[] = {"rue des Lilas", "avenue Jean Jaures", "place du Marche",
                                           "impasse du Moulin", "rue de la Gare"};
  constexpr std::string_view kTowns[][2] = {
      {"69003", "Lyon"}, {"14000", "Caen"}, {"35000", "Rennes"}, {"75011", "Paris"}};
  std::mt19937_64 random(seed);
  std::vector<ContactRow> rows;
  while (rows.size() < count) {
    ContactRow row;
    row.given = kGiven[random() % std::size(kGiven)];
    row.family = kFamily[random() % std::size(kFamily)];
    const auto two = [&](std::uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    row.birth_date = two(1 + random() % 28) + "/" + two(1 + random() % 12) + "/" +
                     std::to_string(1940 + random() % 60);
    row.email = row.given + "." + row.family + std::to_string(random() % 500) + "@exemple.fr";
    row.phone = "06000" + std::to_string(10000 + random() % 89999);
    row.address = std::to_string(1 + random() % 90) + " " + std::string(kStreets[random() % 5]);
    const auto& town = kTowns[random() % 4];
    row.postcode = town[0];
    row.city = town[1];
    rows.push_back(row);
    ContactRow relative = row;  // a household: other given name, date, phone
    if (random() % 3 == 0) {
      relative.given = kGiven[random() % std::size(kGiven)];
      relative.birth_date = two(1 + random() % 28) + "/" + two(1 + random() % 12) + "/" +
                            std::to_string(1940 + random() % 60);
      relative.phone = "06000" + std::to_string(10000 + random() % 89999);
      if (random() % 2 == 0) relative.email.clear();
      rows.push_back(relative);
    }
    for (std::uint64_t copies = random() % 3; copies > 0; --copies) {
      ContactRow copy = row;
      if (random() % 2 == 0) copy.family = Misspelt(copy.family, random);
      if (random() % 4 == 0) copy.given = Misspelt(copy.given, random);
      if (random() % 3 == 0) copy.birth_date.clear();
      if (random() % 3 == 0) copy.phone.clear();
      if (random() % 2 == 0) copy.email.clear();
      if (random() % 3 == 0) copy.address.clear();
      rows.push_back(copy);
    }
  }
  rows.resize(count);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].id = "r" + std::to_string(i + 1);
  return rows;
}

inline std::string Csv(const std::vector<ContactRow>& rows) {
  std::string out = "id,prenom,nom,date_naissance,email,telephone,adresse,code_postal,ville\n";
  for (const ContactRow& row : rows) {
    out += row.id + "," + row.given + "," + row.family + "," + row.birth_date + "," + row.email +
           "," + row.phone + "," + row.address + "," + row.postcode + "," + row.city + "\n";
  }
  return out;
}

}  // namespace doublon::tests
