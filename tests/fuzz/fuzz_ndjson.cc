#include "table_invariants.h"

// Bytes that do not begin like JSON get a first good line, so that every input meets the JSON
// reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with('{') || bytes.starts_with('[')) {
    doublon::fuzz::CheckTableInvariants(bytes);
  } else {
    doublon::fuzz::CheckTableInvariants("{\"a\":1}\n" + std::string(bytes));
  }
  return 0;
}
