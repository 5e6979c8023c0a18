#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/Paths.h"

namespace glasscope {

/// A file of the measured data ("data/...") or reference results ("reference/...") that live beside
/// the checkout and are never part of it. GLASSCOPE_DATA and GLASSCOPE_REFERENCE override where.
inline std::optional<std::filesystem::path> sharedFile(const std::string& relative) {
  namespace fs = std::filesystem;
  const fs::path path(relative);
  const std::string top = path.begin()->string();
  const char* variable = top == "data" ? "GLASSCOPE_DATA" : "GLASSCOPE_REFERENCE";
  const fs::path below = path.lexically_relative(top);
  const fs::path source = sourceFolder();
  const char* folder = std::getenv(variable);
  const fs::path found = folder ? fs::path(folder) / below : source / ".." / "shared" / path;
  if (!fs::exists(found)) return std::nullopt;
  return found;
}

}  // namespace glasscope

/// Defines `variable` as the path of a shared file, or skips the test and says so.
#define GLASSCOPE_NEEDS_SHARED(variable, relative)                                               \
  const auto variable##Maybe = ::glasscope::sharedFile(relative);                                \
  if (!variable##Maybe) {                                                                        \
    std::cerr << "SKIPPED, NOT CHECKED: " << relative << " is not beside the checkout\n";        \
    GTEST_SKIP() << relative << " is absent: this comparison with independent data did not run"; \
  }                                                                                              \
  const std::filesystem::path variable = *variable##Maybe
