#include "table_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doublon::fuzz::CheckTableInvariants({reinterpret_cast<const char*>(data), size});
  return 0;
}
