#include <cstdint>
#include <cstdlib>
#include <string>

#include "store/record_body.h"

// A body that can be read can be written again and reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doublon::store::BodyReader reader;
  doublon::store::FieldValues fields, again;
  if (!reader.Read({reinterpret_cast<const char*>(data), size}, fields).ok()) return 0;
  std::string body;
  doublon::store::AppendBody(fields, body);
  if (!reader.Read(body, again).ok() || again != fields) std::abort();
  return 0;
}
