#pragma once

#include <string_view>

#include "normalize/address.h"
#include "normalize/cell_tokens.h"

// Parts of reading addresses that city.cc and address.cc share.
namespace doublon::normalize {

// The number of an arrondissement or a floor: "3", "03", "3e", "1er", "3eme"; 0 when the word is
// none.
unsigned OrdinalOf(std::string_view word) noexcept;

// Paris, Lyon, Marseille.
bool IsArrondissementCity(std::string_view city) noexcept;
std::string_view ArrondissementPostcode(std::string_view city, unsigned number) noexcept;

// Reads words [first, last) of `tokens` as a town; fills text and arrondissement of `out`.
void ReadCityWords(const CellTokens& tokens, std::size_t first, std::size_t last, CityName& out);

}  // namespace doublon::normalize
