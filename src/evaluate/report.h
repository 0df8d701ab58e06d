#pragma once

#include <string>

#include "evaluate/comparison.h"
#include "evaluate/label_files.h"

namespace doublon::evaluate {

// A comparison as text for a terminal: lines of at most 80 columns (long source names and ids are
// cut with "..."), ending in a line feed. Names sources and ids only.
std::string RenderText(const LabelledFiles& files, const Comparison& comparison);

// The same as one JSON object with a line feed. Keys and their order are fixed;
// tests/golden/evaluate pins them.
std::string RenderJson(const LabelledFiles& files, const Comparison& comparison);

}  // namespace doublon::evaluate
