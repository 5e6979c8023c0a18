#include "compare/measured/ForeignFile.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "compare/measured/ForeignScript.h"
#include "compare/measured/NpyFile.h"
#include "core/math/Units.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Process.h"

namespace glasscope::compare {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string endingOf(const fs::path& path) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

/// A folder that goes with the object.
class Scratch {
 public:
  Scratch() {
    std::string path = (fs::temp_directory_path() / "glasscope-import-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr)
      throw Error(ErrorKind::environment, "No temporary folder can be made",
                  fmt::format("'{}' cannot be written", fs::temp_directory_path().string()),
                  "set TMPDIR to a folder with room for the file");
    path_ = path;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

double numberOf(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_number() ? json[key].get<double>() : kNotTold;
}

std::string textOf(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

// What RosettaSciIO says of an axis; of a step in no unit it knows nothing.
MeasuredAxis axisOf(const Json& json, std::uint64_t size) {
  MeasuredAxis axis{textOf(json, "name"), textOf(json, "unit"), size};
  if (axis.unit.empty() || axis.unit == "<undefined>") return axis;
  axis.step = numberOf(json, "step");
  const double origin = numberOf(json, "origin");
  // Exactly one, from zero on, is what a reader gives to patterns that nobody calibrated.
  if (unitFactor(axis.unit, Dimension::reciprocalLength) && axis.step == 1 && !(origin != 0))
    axis.step = kNotTold;
  if (origin == origin) axis.origin = origin;
  return axis;
}

MeasuredArray arrayOf(const Json& json, const MeasuredFile& numbers) {
  MeasuredArray array{textOf(json, "file"), {}, {}, {}};
  const auto& sizes = numbers.arrays().front().axes;
  std::size_t navigating = 0;
  for (std::size_t d = 0; d < sizes.size(); ++d) {
    const Json axis =
        json.contains("axes") && d < json["axes"].size() ? json["axes"][d] : Json::object();
    array.axes.push_back(axisOf(axis, sizes[d].size));
    navigating += axis.contains("navigate") && axis["navigate"] == true;
  }
  const std::string signal = textOf(json, "signal");
  if (sizes.size() == 4 && navigating == 2 && signal.find("diffraction") != std::string::npos) {
    constexpr std::array kRoles{AxisRole::x, AxisRole::y, AxisRole::qx, AxisRole::qy};
    for (std::size_t d = 0; d < kRoles.size(); ++d) array.axes[d].role = kRoles[d];
  }
  array.facts.voltage_kV = numberOf(json, "voltage_kV");
  array.facts.semiangle_mrad = numberOf(json, "semiangle_mrad");
  array.facts.cameraLength_mm = numberOf(json, "camera_length_mm");
  return array;
}

void convert(const fs::path& path, const fs::path& folder) {
  constexpr int kNotStarted = 127, kAbsent = 77, kUnknown = 78;
  const char* const chosen = std::getenv("GLASSCOPE_PYTHON");
  const std::string python = chosen != nullptr && *chosen != '\0' ? chosen : "python3";
  const ProcessResult done = runProcess(
      python, {"-c", std::string(kForeignScript), fs::absolute(path).string(), folder.string()});
  if (done.status == 0) return;
  if (done.status == kNotStarted || done.status == kAbsent)
    throw Error(
        ErrorKind::environment,
        fmt::format("'{}' is read by RosettaSciIO, which is not there", path.string()),
        done.status == kAbsent ? fmt::format("{} does not find it", python)
                               : fmt::format("{} cannot be started", python),
        "pip install rosettasciio dask, and set GLASSCOPE_PYTHON to the Python that has it");
  if (done.status == kUnknown)
    throw Error(ErrorKind::input, fmt::format("Cannot import {}", path.string()),
                "neither a reader here nor RosettaSciIO knows this ending of a name",
                "check that it is the file you mean");
  throw Error(
      ErrorKind::input, fmt::format("RosettaSciIO cannot read {}", path.string()),
      done.output.empty() ? fmt::format("it ended with status {}", done.status) : done.output,
      "check that the file is whole and that the files which belong to it are beside it");
}

class ForeignFile : public MeasuredFile {
 public:
  explicit ForeignFile(const fs::path& path) : ending_(endingOf(path)) {
    convert(path, scratch_.path());
    const Json about = Json::parse(readFile(scratch_.path() / "about.json"), nullptr, false);
    for (const Json& one : about) {
      numbers_.push_back(openNpy(scratch_.path() / textOf(one, "file")));
      arrays_.push_back(arrayOf(one, *numbers_.back()));
    }
    if (arrays_.empty())
      throw Error(ErrorKind::input, fmt::format("{} holds no array of real numbers", path.string()),
                  "RosettaSciIO found none in it", "check that it is the file you mean");
  }
  std::string format() const override { return ending_ + " by RosettaSciIO"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::vector<double> read(std::size_t array, const Shape& start,
                           const Shape& count) const override {
    return numbers_.at(array)->read(0, start, count);
  }

 private:
  std::string ending_;
  Scratch scratch_;
  std::vector<std::unique_ptr<MeasuredFile>> numbers_;
  std::vector<MeasuredArray> arrays_;
};

}  // namespace

bool isForeign(const fs::path& path) {
  constexpr std::array<std::string_view, 12> kEndings{".dm3",   ".dm4", ".mib", ".xml",
                                                      ".blo",   ".ser", ".emi", ".dens",
                                                      ".tvips", ".de5", ".dm2", ".hdr"};
  return std::ranges::find(kEndings, endingOf(path)) != kEndings.end();
}

std::unique_ptr<MeasuredFile> openForeign(const fs::path& path) {
  return std::make_unique<ForeignFile>(path);
}

}  // namespace glasscope::compare
