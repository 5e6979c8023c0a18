option(GLASSCOPE_MPI "Build with MPI (one rank without it, same program)" OFF)
option(GLASSCOPE_TESTS "Build the tests" ON)
find_package(benchmark QUIET)
option(GLASSCOPE_BENCHMARKS "Build the benchmarks (by default where Google Benchmark is installed)" ${benchmark_FOUND})
option(GLASSCOPE_FUZZ "Build the fuzzers of the readers instead of everything else (clang; scripts/fuzz)" OFF)
option(GLASSCOPE_WERROR "Warnings are errors" ON)
set(GLASSCOPE_SANITIZE "" CACHE STRING "address-undefined, thread or empty")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Everything that is compiled here gets these; libraries of others are SYSTEM includes.
add_library(glasscope_flags INTERFACE)
# No fast-math: sums must give the same bits everywhere. No fused contraction behind our back for the
# same reason (the SIMD kernels ask for fused multiply-add explicitly).
# Who links the installed libraries compiles by rules of his own.
set(flags -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-float-conversion
  -Wnon-virtual-dtor -ffp-contract=off)
target_compile_options(glasscope_flags INTERFACE "$<BUILD_INTERFACE:${flags}>")
target_compile_features(glasscope_flags INTERFACE cxx_std_20)
if(GLASSCOPE_WERROR)
  target_compile_options(glasscope_flags INTERFACE $<BUILD_INTERFACE:-Werror>)
endif()
if(GLASSCOPE_SANITIZE STREQUAL "address-undefined")
  target_compile_options(glasscope_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(glasscope_flags INTERFACE -fsanitize=address,undefined)
elseif(GLASSCOPE_SANITIZE STREQUAL "thread")
  target_compile_options(glasscope_flags INTERFACE -fsanitize=thread)
  target_link_options(glasscope_flags INTERFACE -fsanitize=thread)
endif()
target_include_directories(glasscope_flags INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)

# glasscope_room(<name> [other rooms it may know...]): one static library a room. The link list given
# here is the layering rule of docs/decisions/0001-rooms.md; tests/lint reads the includes as well.
function(glasscope_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")  # the program itself is no part of its library
  add_library(glasscope_${name} STATIC ${sources})
  target_link_libraries(glasscope_${name} PUBLIC glasscope_flags)
  foreach(room ${ARGN})
    target_link_libraries(glasscope_${name} PUBLIC glasscope_${room})
  endforeach()
endfunction()
