#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/settings/BoundFields.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// Reads a TOML case, applies `--set table.key=value` overrides in order, checks every key and what
/// only holds for several of them together. A file that the case names is sought beside it.
/// Throws Error(usage) naming file, line and key; Error(input) when the file cannot be read.
Case readCase(const std::filesystem::path& path, const std::vector<std::string>& overrides);

/// The same from TOML text (`name` stands for the file in messages); "" is the case of all
/// defaults.
Case parseCase(const std::string& text, const std::string& name,
               const std::vector<std::string>& overrides);

/// A TOML file of which some names are its own, and all others those of a case.
struct SharedCaseFile {
  FieldValue own;        ///< an object: the values of its own names, where it has them
  Case settings;         ///< the keys of the file over those of `caseFile`
  std::string caseFile;  ///< that `case = "file.toml"` names; empty: the case of all defaults
};

/// Whether a TOML file has one of these names at its top level. Throws as readCase.
bool hasTables(const std::filesystem::path& path, const std::vector<std::string>& names);

/// Reads such a file as readCase reads a case.
SharedCaseFile readSharedCase(const std::filesystem::path& path,
                              const std::vector<std::string>& ownNames,
                              const std::vector<std::string>& overrides);

/// The case with every key and its value: what is written into a run.
std::string resolvedToml(const Case& c);

/// "key = value" of the tables given, one a line, as far as they affect results: what a stage
/// depends on. A series over the record is not among them: it is that of the record stage.
std::string keysText(const Case& c, const std::vector<std::string>& tables);

}  // namespace glasscope::pipeline
