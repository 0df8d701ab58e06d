#pragma once

#include <string>

#include "generate/random.h"

namespace doublon::generate {

// What goes wrong between a person and a row. Each changes `text` (UTF-8) in place; texts too short
// for an error stay. Total on any bytes; letters outside ASCII are kept whole.

// Reading of handwriting by machine: about `rate` confusions a character (0/O, 1/l/I, rn/m, a/o,
// u/n, e/c, ...), and now and then a character lost. `rate` in [0, 0.2].
void Misread(double rate, Random& random, std::string& text);
// The same for a cell known to hold digits: a digit is taken for another digit.
void MisreadDigits(double rate, Random& random, std::string& text);

// One slip of the keyboard (AZERTY): neighbours swapped, a letter lost, doubled, or replaced by the
// key beside it.
void Mistype(Random& random, std::string& text);
// One digit replaced, or two neighbours swapped.
void MistypeDigit(Random& random, std::string& text);

// A spelling by ear, if the name has a part that can be spelt otherwise (ph/f, th/t, y/i, ll/l,
// ault/aut, eau/au, ...).
void Respell(Random& random, std::string& text);

}  // namespace doublon::generate
