#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doublon::io {

// True when `first`, the first row of a file, is more likely a record than column names.
// `following` are some rows after it. Signs: a cell that is an e-mail address, a full date or a
// number of eight digits and more; every filled cell a number; or at least half of the filled cells
// (and two) found again below, in the same column. A file whose first row has none of these is
// taken to have a header: the usual case. Inputs: UTF-8 cells. Total, deterministic.
bool LooksLikeData(const std::vector<std::string>& first,
                   const std::vector<std::vector<std::string>>& following);

// Column names from the cells of a header row: trimmed, blank ones become "column_3", repeated ones
// "email_2". The result has one name a cell and no two are equal.
std::vector<std::string> MakeHeaders(const std::vector<std::string>& cells);

// `text` without spaces, tabs, control bytes, no-break spaces and byte-order marks at both ends.
std::string_view TrimmedText(std::string_view text) noexcept;

}  // namespace doublon::io
