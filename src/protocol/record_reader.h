#pragma once

#include <cstddef>

#include "protocol/json_walk.h"
#include "protocol/limits.h"
#include "protocol/request.h"

namespace doublon::protocol {

// Reads the value of `record`, `a`, `b` or an element of `records`, which stands at nesting
// `depth`. What is wrong with the record itself goes to item.error, with the walk going on; a fault
// is of the whole line. Private to protocol.
WalkFault ReadRecord(JsonValue value, std::size_t depth, const Limits& limits, RecordItem& item);

}  // namespace doublon::protocol
