#include "normalize/city_cell.h"

#include "normalize/cell_repair.h"

namespace doublon::normalize {

std::uint8_t CityCells::Read(std::string_view cell, CityName& out) {
  bool known;
  Kept* const kept = cache_.At(cell, 0, known);
  if (known) {
    out.text.assign(kept->text.data(), kept->text_size);
    out.postcode.assign(kept->postcode.data(), kept->postcode_size);
    out.arrondissement = kept->arrondissement;
    return kept->flags;
  }
  std::uint8_t flags = 0;
  ReadCity(Repaired(cell, repaired_, flags), tokens_, out);
  if (kept == nullptr) return flags;
  if (out.text.size() > kTextBytesMax || out.postcode.size() > kPostcodeBytesMax) {
    cache_.Forget();
    return flags;
  }
  out.text.copy(kept->text.data(), kTextBytesMax);
  out.postcode.copy(kept->postcode.data(), kPostcodeBytesMax);
  kept->text_size = static_cast<std::uint8_t>(out.text.size());
  kept->postcode_size = static_cast<std::uint8_t>(out.postcode.size());
  kept->arrondissement = static_cast<std::uint8_t>(out.arrondissement);
  kept->flags = flags;
  return flags;
}

}  // namespace doublon::normalize
