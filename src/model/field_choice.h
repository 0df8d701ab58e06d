#pragma once

#include <string>
#include <vector>

#include "record/prepared_store.h"
#include "record/schema.h"

namespace doublon::model {

// Which custom fields are worth comparing, out of those that `used` marks: contact fields always
// are. A field whose values agree by chance in half of the pairs or more says less than one bit and
// costs more in dependence than it tells; of the others, those with the most expected information a
// pair (share of pairs that have it × bits of agreement) are kept, so that at most
// `comparisons_max` comparisons result. `notes` tells people the dropped ones with the reason.
// Depends on the records' contents only, not on their order. Cost: one pass over a sample of about
// 20,000 records.
std::vector<bool> ChooseFields(const record::PreparedStore& records,
                               const std::vector<record::Field>& fields,
                               const std::vector<bool>& used, std::size_t comparisons_max,
                               std::vector<std::string>* notes);

}  // namespace doublon::model
