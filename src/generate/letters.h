#pragma once

#include <string>
#include <string_view>

namespace doublon::generate {

// How French letters are written by those who cannot or will not type them. Input: UTF-8 of the
// built-in tables (letters of ASCII, Latin-1 and œ); other bytes pass unchanged. Results have at
// most as many bytes as the input plus ligatures.
std::string WithoutAccents(std::string_view text);  // "Éloïse" → "Eloise", "Œ" → "OE"
std::string UpperCase(std::string_view text);       // "Éloïse" → "ÉLOÏSE"
std::string LowerCase(std::string_view text);       // "Éloïse" → "éloïse"
// Capitals at the start and after a space, hyphen or apostrophe: "LE GALL" → "Le Gall". Input:
// capitals without accents.
std::string TitleCase(std::string_view capitals);
// UTF-8 read as CP1252 and written as UTF-8 again: "é" → "Ã©".
std::string Mojibake(std::string_view text);

}  // namespace doublon::generate
