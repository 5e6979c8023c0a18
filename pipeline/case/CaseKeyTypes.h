#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

inline constexpr double kUnlimited = std::numeric_limits<double>::infinity();

/// What a number may be. `exclusiveLow` refuses the lower limit itself.
struct Range {
  double low = -kUnlimited, high = kUnlimited;
  bool exclusiveLow = false;

  std::string text() const;
  bool contains(double value) const;
};

inline constexpr Range kPositive{0, kUnlimited, true};
inline constexpr Range kNotNegative{0, kUnlimited, false};

// Makers of keys; `field` is a function Case& -> T& that finds what the key sets.
CaseKey numberKey(const std::string& fullName, const std::string& help, Range range,
                  double& (*field)(Case&));
CaseKey integerKey(const std::string& fullName, const std::string& help, Range range,
                   int& (*field)(Case&));
CaseKey seedKey(const std::string& fullName, const std::string& help,
                std::int64_t& (*field)(Case&));
CaseKey flagKey(const std::string& fullName, const std::string& help, bool& (*field)(Case&));
CaseKey textKey(const std::string& fullName, const std::string& help,
                std::vector<std::string> allowed, std::string& (*field)(Case&));
CaseKey numbersKey(const std::string& fullName, const std::string& help, Range range,
                   std::vector<double>& (*field)(Case&));
CaseKey textsKey(const std::string& fullName, const std::string& help,
                 std::vector<std::string>& (*field)(Case&));

}  // namespace glasscope::pipeline
