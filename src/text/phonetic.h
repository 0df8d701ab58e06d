#pragma once

#include <string>
#include <string_view>

namespace doublon::text {

// fr_key: phonetic key of French family names, by the 55 ordered rules of
// reference/fr_key_rules.csv. 97 % of the pairs of reference/surname_variants_fr.csv share it, with
// blocks 1.7 × those of the exact name. Input: folded text of one name (only a-z count, and of them
// the first 120); output: capitals and digits, e.g. "gauthier" → "GOTI". Appends to `out`. Total;
// names without a-z give an empty key. The fold turns ç into c, so this form loses the rule ç → S;
// FrKeyOfRaw keeps it. Cost: 300 ns a name, no allocation beyond the growth of `out`.
void AppendFrKey(std::string_view folded, std::string& out);

// The same from raw UTF-8 (capitals, accents, cedilla as written): the form of
// reference/phonetic_vectors.csv.
std::string FrKeyOfRaw(std::string_view utf8);

// A coarser key for spellings that are not French (Arabic, Slavic, Iberian, Germanic, English
// transliterations): consonants by classes (k/q/c/kh, dj/j, s/z/tz, w/v/ou, t/d/th, ks/x, final
// f/v), doubled letters once, a first vowel kept as a mark, articles (el, al, ben, bin) dropped.
// Shared by 90 % of the pairs of reference/given_name_variants.csv, with blocks 5 × those of the
// exact family name. Input as above; appends capitals to `out`, nothing when they would say too
// little ("lea"). Cost: 85 ns a name.
void AppendSkeletonKey(std::string_view folded, std::string& out);

}  // namespace doublon::text
