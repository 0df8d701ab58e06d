#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doublon::normalize {

// Values of columns that are no contact field. All total on any bytes.

// The number a cell says: decimal point or comma, separators of thousands, currency signs and per
// cent around it. nullopt when there is none or more than one.
std::optional<double> ReadNumber(std::string_view raw) noexcept;

// Appends the letters and digits of a code in capitals; letters beyond ASCII are folded. Appends
// nothing for a placeholder and for zeros only.
void AppendIdentifier(std::string_view raw, std::string& out);

// Appends the country in one spelling ("fr", "France", "FRANKREICH" → "france"), else the folded
// text.
void AppendCountry(std::string_view raw, std::string& out);

// 'f', 'm' or 0 from a cell of a gender column, or of a title column.
char ReadGender(std::string_view raw) noexcept;

// Appends folded text, nothing for a placeholder.
void AppendFoldedValue(std::string_view raw, std::string& out);

}  // namespace doublon::normalize
