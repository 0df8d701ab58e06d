# Flags live on one interface target; every library, test and program of the project links it.
add_library(doublon_flags INTERFACE)
target_include_directories(doublon_flags INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
target_compile_options(doublon_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                               -Wno-sign-conversion -Wno-missing-field-initializers
                                               -fno-omit-frame-pointer)
# g++ 12 sees overlaps in std::string where there are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(doublon_flags INTERFACE -Wno-restrict)
endif()
target_link_libraries(doublon_flags INTERFACE Threads::Threads)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(doublon_flags INTERFACE -O2)
endif()
if(DEFINED ENV{CI})
  target_compile_options(doublon_flags INTERFACE -Werror)
endif()
if(DOUBLON_SANITIZE)
  target_compile_options(doublon_flags INTERFACE -fsanitize=${DOUBLON_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(doublon_flags INTERFACE -fsanitize=${DOUBLON_SANITIZE})
endif()
# Boost.Asio has a fence that ThreadSanitizer does not follow; it could at most report too much.
if(DOUBLON_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(doublon_flags INTERFACE -Wno-tsan)
endif()
find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(doublon_flags INTERFACE -fuse-ld=mold)
endif()

# doublon_library(NAME SRCS ... HDRS ... DEPS ... [PRIVATE_DEPS ...] [HOT])
# A layer: static library doublon_NAME. DEPS are layers (bare names) or imported targets (with ::).
# HOT: every record or pair passes there; -O3 makes a record 4 % faster to prepare than -O2.
function(doublon_library NAME)
  cmake_parse_arguments(ARG "HOT" "" "SRCS;HDRS;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(doublon_${NAME} STATIC ${ARG_SRCS} ${ARG_HDRS})
  set_target_properties(doublon_${NAME} PROPERTIES LINKER_LANGUAGE CXX)
  if(ARG_HOT AND CMAKE_BUILD_TYPE STREQUAL "Release")
    set(cxx_sources ${ARG_SRCS})
    list(FILTER cxx_sources INCLUDE REGEX "\\.cc$")
    set_property(SOURCE ${cxx_sources} APPEND PROPERTY COMPILE_OPTIONS -O3)
  endif()
  target_link_libraries(doublon_${NAME} PUBLIC doublon_flags)
  foreach(dep IN LISTS ARG_DEPS)
    if(dep MATCHES "::")
      target_link_libraries(doublon_${NAME} PUBLIC ${dep})
    else()
      target_link_libraries(doublon_${NAME} PUBLIC doublon_${dep})
    endif()
  endforeach()
  foreach(dep IN LISTS ARG_PRIVATE_DEPS)
    target_link_libraries(doublon_${NAME} PRIVATE ${dep})
  endforeach()
endfunction()

# Seconds until a test counts as hung. Under a sanitizer all takes five times and more as long.
set(DOUBLON_TEST_TIMEOUT 600)
if(DOUBLON_SANITIZE)
  set(DOUBLON_TEST_TIMEOUT 1800)
endif()

# doublon_test(LAYER NAME SRCS... [DEPS ...]): one gtest program tests/LAYER/NAME_test, one ctest.
function(doublon_test LAYER)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  set(target ${LAYER}_test)
  add_executable(${target} ${ARG_SRCS})
  target_link_libraries(${target} PRIVATE doublon_${LAYER} GTest::gmock GTest::gtest_main
                                          ${RAPIDCHECK_LIBRARY} ${ARG_DEPS})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE
    DOUBLON_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    DOUBLON_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
  add_test(NAME ${LAYER} COMMAND ${target})
  set_tests_properties(${LAYER} PROPERTIES TIMEOUT ${DOUBLON_TEST_TIMEOUT})
endfunction()

# doublon_fuzz(LAYER NAME): tests/fuzz/fuzz_NAME.cc. Always a replay test over tests/fuzz/corpus/NAME;
# with DOUBLON_FUZZ (clang) also a libFuzzer program.
function(doublon_fuzz LAYER NAME)
  add_executable(fuzz_${NAME}_replay ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_${NAME}.cc
                                     ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cc)
  target_link_libraries(fuzz_${NAME}_replay PRIVATE doublon_${LAYER})
  target_include_directories(fuzz_${NAME}_replay PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  add_test(NAME fuzz_${NAME}_replay
           COMMAND fuzz_${NAME}_replay ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${NAME})
  if(DOUBLON_FUZZ)
    add_executable(fuzz_${NAME} ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_${NAME}.cc)
    target_link_libraries(fuzz_${NAME} PRIVATE doublon_${LAYER})
    target_include_directories(fuzz_${NAME} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_options(fuzz_${NAME} PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()
