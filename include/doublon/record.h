#pragma once

#include <string>
#include <utility>
#include <vector>

namespace doublon {

// A record as it comes: field name → its values as typed. Names: given_name, family_name,
// birth_name, full_name, gender, birth_date, email, phone, address, postcode, city, country, and
// the columns of the model. Other fields are kept, not compared. Text is UTF-8; malformed bytes are
// repaired or passed over.
struct Record {
  std::string source;     // the list it comes from
  std::string record_id;  // its id there
  std::vector<std::pair<std::string, std::vector<std::string>>> fields;
};

}  // namespace doublon
