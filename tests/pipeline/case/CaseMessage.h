#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "pipeline/case/CaseFile.h"

namespace glasscope::pipeline {

inline const std::string kMap = "[[scan]]\nname = \"haadf\"\n";
inline const std::string kPatterns = "[[scan]]\nname = \"nanodiffraction\"\n";

/// Why a case is refused; "no error" where it is not.
inline std::string messageOf(const std::string& toml,
                             const std::vector<std::string>& overrides = {}) {
  try {
    parseCase(toml, "case.toml", overrides);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

inline const ScanCase& scanOf(const Case& c, const std::string& name = "haadf") {
  const ScanCase* scan = c.findScan(name);
  if (!scan) throw std::runtime_error("no scan " + name);
  return *scan;
}

}  // namespace glasscope::pipeline
