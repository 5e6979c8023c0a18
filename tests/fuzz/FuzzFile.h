#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope {

/// Writes the fuzzer's bytes, behind a head that makes the reader take the file for its own, and
/// reads the file by `read`. An Error of kind usage, input or capacity is what a reader may answer;
/// an internal one, any other exception and a crash are findings.
template <class Read>
int fuzzFile(const std::string& head, const std::uint8_t* bytes, std::size_t size,
             const Read& read) {
  static const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("glasscope_fuzz_" + std::to_string(::getpid()));
  setLogLevel(0);
  {
    std::ofstream out(path, std::ios::binary);
    out << head;
    out.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  }
  try {
    read(path);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) throw;
  }
  takeWarnings();
  return 0;
}

}  // namespace glasscope
