#pragma once

#include "model/training.h"

namespace doublon::model {

// Relatives too rare to be learnt from most lists and too costly to be mistaken: what pairs of them
// look like is said, not found. Adds two classes to a mixture learnt from lists of persons: kTwins
// other given name, same family name and birth date; home and contacts as in households; kHomonyms
// father and son (mother and daughter) of one name: same names, another birth date; home and
// contacts likewise. Their shares are said too, in proportion to the pairs of one person.
void AddSaidClasses(const TrainingInput& input, Mixture* mixture);

}  // namespace doublon::model
