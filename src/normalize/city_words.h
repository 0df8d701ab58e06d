#pragma once

#include <string_view>

#include "normalize/address.h"
#include "normalize/cell_tokens.h"

// Parts of reading towns that stand in other cells than their own.
namespace doublon::normalize {

// Paris, Lyon, Marseille.
bool IsArrondissementCity(std::string_view city) noexcept;
std::string_view ArrondissementPostcode(std::string_view city, unsigned number) noexcept;

// Reads words [first, last) of `tokens` as a town; fills text and arrondissement of `out`.
void ReadCityWords(const CellTokens& tokens, std::size_t first, std::size_t last, CityName& out);

}  // namespace doublon::normalize
