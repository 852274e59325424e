# How our own code is compiled: C++20, strict, warnings are errors. Both g++ 12 and clang 14 must pass.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# CHECK replaces assert, so NDEBUG changes nothing of ours. -g1 keeps stack traces and a third of the size.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

find_program(YUANQUAN_CCACHE ccache)
if(YUANQUAN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths below the source are hashed relative, so that several checkouts share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 ${YUANQUAN_CCACHE})
endif()

add_library(yuanquan_options INTERFACE)
target_include_directories(yuanquan_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(yuanquan_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wformat=2 -Wundef
  -Wcast-qual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # These three report code inside libstdc++ and tl::expected that is right (GCC bugs 105329, 105651, 80635).
  target_compile_options(yuanquan_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow)
endif()

if(YUANQUAN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address)
endif()
if(YUANQUAN_SANITIZE)
  add_compile_options(-fsanitize=${YUANQUAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${YUANQUAN_SANITIZE})
endif()
