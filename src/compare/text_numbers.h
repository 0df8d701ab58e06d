#pragma once

#include <string_view>

namespace doublon::compare {

// Do two folded texts name two things of one series: model LS2100 and LS2100W, a first part and
// part II? True when both hold a word with a digit that the other has not (in one word or several),
// and share none that is longer; or when one ends in a number of one or two digits, or holds a
// Roman one, and the other has nothing of the kind. Symmetric. Looks at the first 24 words of each;
// allocates nothing.
bool NumbersDiffer(std::string_view x, std::string_view y) noexcept;

}  // namespace doublon::compare
