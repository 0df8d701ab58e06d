#include "model/builtin.h"

#include "model/model.h"

// The linker places each file's bytes between two symbols.
#define DOUBLON_INCLUDE_BYTES(name, file)               \
  __asm__(                                              \
      ".section .rodata\n"                              \
      ".global " #name                                  \
      "_begin\n"                                        \
      ".global " #name "_end\n" #name                   \
      "_begin:\n"                                       \
      ".incbin \"" DOUBLON_MODELS "/" file "\"\n" #name \
      "_end:\n"                                         \
      ".byte 0\n"                                       \
      ".previous\n");                                   \
  extern "C" const char name##_begin[];                 \
  extern "C" const char name##_end[];

DOUBLON_INCLUDE_BYTES(doublon_builtin_model, "contacts_fr.json")
DOUBLON_INCLUDE_BYTES(doublon_learnt_model, "contacts_fr_learnt.json")

namespace doublon::model {

namespace {

std::string_view Between(const char* begin, const char* end) noexcept {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view BuiltInJson() noexcept {
  return Between(doublon_builtin_model_begin, doublon_builtin_model_end);
}
std::string_view BuiltInLearntJson() noexcept {
  return Between(doublon_learnt_model_begin, doublon_learnt_model_end);
}

}  // namespace doublon::model
