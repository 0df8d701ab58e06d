#pragma once

#include "model/training.h"

namespace doublon::model {

// Relatives too rare to be learnt from most lists and too costly to be mistaken: what pairs of them
// look like is said, not found. Adds two classes to a mixture learnt from lists of persons: kTwins
// other given name, same family name and birth date; home and contacts as in households; kHomonyms
// father and son (mother and daughter) of one name: same names, another birth date; home and
// contacts likewise. Their shares are said too, in proportion to the pairs of one person.
void AddSaidClasses(const TrainingInput& input, Mixture* mixture);

// The same for lists of anything else, where the list cannot show how many things are alike in all
// but one column: two restaurants of one hotel, two papers of one title, branches that share a
// telephone. Such pairs look like one thing that was written down with an error, and only what is
// known of lists tells how many there may be. Adds a class for each of the comparisons that tell
// most (alike in all others, different in that one), none with more pairs than a part of those that
// the list shows apart there, and one of things of one owner (alike in all but those that tell
// most), as far as kClassCountMax allows. The shares are upper ones: for promises, not for the best
// guess.
void AddSaidRelations(const TrainingInput& input, Mixture* mixture);

}  // namespace doublon::model
