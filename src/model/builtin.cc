#include "model/builtin.h"

#include "model/model.h"

// The linker places the file's bytes between the two symbols.
__asm__(
    ".section .rodata\n"
    ".global doublon_builtin_model_begin\n"
    ".global doublon_builtin_model_end\n"
    "doublon_builtin_model_begin:\n"
    ".incbin \"" DOUBLON_BUILTIN_MODEL "\"\n"
    "doublon_builtin_model_end:\n"
    ".byte 0\n"
    ".previous\n");
extern "C" const char doublon_builtin_model_begin[];
extern "C" const char doublon_builtin_model_end[];

namespace doublon::model {

std::string_view BuiltInJson() noexcept {
  return {doublon_builtin_model_begin,
          static_cast<std::size_t>(doublon_builtin_model_end - doublon_builtin_model_begin)};
}

}  // namespace doublon::model
