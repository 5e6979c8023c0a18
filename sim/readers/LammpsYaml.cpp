#include <array>
#include <limits>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "core/atoms/CellEdges.h"
#include "core/system/Error.h"
#include "core/system/Text.h"
#include "sim/columns/DumpFrame.h"
#include "sim/readers/ConfigurationFormat.h"
#include "sim/readers/DumpFrames.h"

// LAMMPS manual, "dump yaml". What stands above the atoms of a frame is read by yaml-cpp; the
// atoms, one flow sequence a line, as the columns of a text dump, which takes a tenth of the time
// and of the memory.
namespace glasscope::sim {
namespace {

class YamlDump : public DumpFrames {
 public:
  using DumpFrames::DumpFrames;

 private:
  bool isAtom() const override { return trim(lines_.line()).starts_with('-'); }

  // "- [ 1, 2, 0.5, ]" becomes the words of a line.
  const std::vector<std::string_view>& wordsOfAtom() override {
    row_ = lines_.line();
    if (trim(row_).back() != ']') lines_.fail("the line was cut short", "copy the file again");
    for (char& c : row_)
      if (c == '[' || c == ']' || c == ',') c = ' ';
    row_[row_.find('-')] = ' ';
    words_ = splitWords(row_);
    return words_;
  }

  // Every line ends with a bracket, which wordsOfAtom asks for.
  void requireWholeFrame() const override {}

  bool readHeader(DumpFrame& frame) override {
    std::string text;
    bool begun = false;
    while (lines_.next()) {
      const std::string_view line = lines_.line();
      if (line.starts_with("---") || line.starts_with("...") || trim(line).empty()) continue;
      begun = true;
      if (trim(line) == "data:") {
        understand(frame, text);
        return true;
      }
      text += std::string(line) + "\n";
    }
    if (begun) lines_.endsEarly("the frame has no atoms");
    return false;
  }

  void understand(DumpFrame& frame, const std::string& text) {
    try {
      const YAML::Node node = YAML::Load(text);
      if (node["units"]) units_ = dumpUnits(node["units"].as<std::string>(), lines_);
      frame.step = node["timestep"].as<std::int64_t>();
      if (node["time"]) frame.time_ps = units_.time_ps * node["time"].as<double>();
      frame.count = node["natoms"].as<std::size_t>();
      frame.cell = cellOf(node);
      for (const auto& name : node["keywords"]) frame.columns.push_back(name.as<std::string>());
    } catch (const YAML::Exception& error) {
      lines_.fail(fmt::format("what stands above the atoms is not understood ({})", error.what()),
                  "dump it again with dump yaml");
    }
  }

  CellEdges cellOf(const YAML::Node& node) const {
    std::array<std::array<double, 2>, 3> bounds{};
    const YAML::Node box = node["box"];
    for (std::size_t d = 0; d < 3; ++d)
      bounds[d] = {box[d][0].as<double>(), box[d][1].as<double>()};
    Vec3 tilt = Vec3::Zero();
    for (std::size_t t = 0; box.size() > 3 && t < 3; ++t)
      tilt[static_cast<int>(t)] = box[3][t].as<double>();
    CellEdges cell = restrictedCell(bounds, tilt, lines_);
    const YAML::Node boundary = node["boundary"];
    for (std::size_t d = 0; boundary && d < 3; ++d)
      cell.periodic[d] = isPeriodicBoundary(boundary[2 * d].as<std::string>(), lines_);
    return cell;
  }

  std::string row_;
  std::vector<std::string_view> words_;
};

bool isYaml(const FileHead& head) {
  return head.line(0).starts_with("---") && head.line(1).starts_with("creator: LAMMPS");
}

}  // namespace

ConfigurationFormat lammpsYamlFormat() {
  return {"LAMMPS YAML dump", "`dump yaml`", "as the text dump", isYaml,
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<YamlDump>(path, options);
          }};
}

}  // namespace glasscope::sim
