#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/Verb.h"
#include "core/hdf5/Hdf5.h"
#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/case/CaseFile.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::cli {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> allOverrides(const VerbOptions& options) {
  std::vector<std::string> all;
  if (!options.elements.empty()) all.push_back("configuration.elements=" + options.elements);
  if (!options.frames.empty()) all.push_back("configuration.frames=\"" + options.frames + "\"");
  all.insert(all.end(), options.overrides.begin(), options.overrides.end());
  return all;
}

// "glass.lammpstrj.gz" -> "glass"
std::string stemOf(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.substr(0, name.find('.'));
}

pipeline::Case configurationCase(const VerbOptions& options) {
  const fs::path file = fs::absolute(options.input).lexically_normal();
  requireRegularFile(file);
  if (!Hdf5::isHdf5(file)) sim::requireFormat(file);  // HDF5 may be a measured film, too
  // A file may be called anything: quotes, backslashes and line feeds are escaped.
  const auto text = [](const fs::path& path) {
    return tomlText(nlohmann::ordered_json(path.string()));
  };
  std::vector<std::string> overrides = {"configuration.file=" + text(file),
                                        "case.title=" + text(file.filename())};
  for (const std::string& item : allOverrides(options)) overrides.push_back(item);
  return pipeline::parseCase("", "command line", overrides);
}

}  // namespace

pipeline::Target openTarget(const VerbOptions& options) {
  const fs::path input = options.input;
  if (!fs::exists(input)) {
    throw Error(
        ErrorKind::input, fmt::format("'{}' does not exist", options.input),
        "the input is a case file (.toml), the folder of a run, or a configuration of atoms",
        "check the path; inputs/ holds cases that run");
  }
  pipeline::Target target;
  if (fs::is_directory(input)) {
    if (!fs::exists(input / "case.toml")) {
      throw Error(ErrorKind::input, fmt::format("'{}' is no run of glasscope", options.input),
                  "the folder holds no case.toml", "give a case file or the folder of a run");
    }
    target.settings = pipeline::readCase(input / "case.toml", allOverrides(options));
    target.folder = input;
  } else if (input.extension() == ".toml") {
    target.settings = pipeline::readCase(input, allOverrides(options));
    target.folder = fs::path("runs") / stemOf(input);
  } else {
    target.settings = configurationCase(options);
    target.folder = fs::path("runs") / stemOf(input);
  }
  if (!options.output.empty()) target.folder = options.output;
  return target;
}

}  // namespace glasscope::cli
