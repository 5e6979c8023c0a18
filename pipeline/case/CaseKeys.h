#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// A value of a case file.
using CaseValue = std::variant<bool, std::int64_t, double, std::string, std::vector<double>,
                               std::vector<std::string>>;

/// One key of the case file: what it is called, what it may be, what it does. The parser, `--set`,
/// the resolved case and docs/case-file.md all come from the one table.
struct CaseKey {
  std::string table, name;  ///< "haadf", "semiangle_mrad"
  std::string help;         ///< one sentence without a final full stop
  std::string range;        ///< in words: "> 0", "one of a, b"; "" for anything
  std::function<CaseValue(const Case&)> get;
  /// Sets a value of the right type and checks its range. Throws Error(usage).
  std::function<void(Case&, const CaseValue&)> set;
  bool affectsResult = true;  ///< false: only how the result is come by (memory, checkpoints)

  std::string fullName() const { return table + "." + name; }
};

/// All keys in the order of the documentation.
const std::vector<CaseKey>& caseKeys();

/// What each table is about, for the documentation.
const std::vector<std::pair<std::string, std::string>>& caseTables();

/// The key with this full name. Throws Error(usage) that names the nearest known key, or, when only
/// the unit differs, the unit that is wanted.
const CaseKey& caseKey(const std::string& fullName);

/// "number", "whole number", "true or false", "text", "list of numbers", "list of texts".
std::string typeName(const CaseValue& value);

/// As TOML writes it.
std::string tomlText(const CaseValue& value);

}  // namespace glasscope::pipeline
