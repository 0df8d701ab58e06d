#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/fold.h"
#include "text/phonetic.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// Only appends, to capitals and digits, and the same whatever was there before.
template <typename Append>
std::string KeyOf(Append append, std::string_view name, std::string_view alphabet) {
  std::string key;
  append(name, key);
  Require(key.find_first_not_of(alphabet) == std::string::npos);
  std::string behind = "E1";
  append(name, behind);
  Require(behind == "E1" + key);
  return key;
}

void RequireKeysHold(std::string_view name) {
  using doublon::text::AppendFrKey;
  using doublon::text::AppendSkeletonKey;
  const std::string fr_key = KeyOf(AppendFrKey, name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234");
  const std::string skeleton = KeyOf(AppendSkeletonKey, name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const bool has_letters = name.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
  Require(has_letters || (fr_key.empty() && skeleton.empty()));
  Require(fr_key.size() <= name.size() + 1);
  Require(skeleton.size() <= 2 * name.size() + 1);
}

}  // namespace

// Any bytes as a name: as they are, and folded as the contract asks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  RequireKeysHold(bytes);
  RequireKeysHold(doublon::text::Fold(bytes));
  doublon::text::FrKeyOfRaw(bytes);
  return 0;
}
