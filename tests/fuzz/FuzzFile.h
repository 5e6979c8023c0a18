#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope {

/// An Error of kind usage, input, environment or capacity is what a reader may answer; an internal
/// one, any other exception and a crash are findings.
template <class Read>
void allowRefusal(const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) throw;
  }
}

/// Writes the fuzzer's bytes to a file and reads that by `read`.
template <class Read>
int fuzzFile(const std::uint8_t* bytes, std::size_t size, const Read& read) {
  static const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("glasscope_fuzz_" + std::to_string(::getpid()));
  setLogLevel(0);
  {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  }
  allowRefusal([&] { read(path); });
  takeWarnings();
  return 0;
}

}  // namespace glasscope
