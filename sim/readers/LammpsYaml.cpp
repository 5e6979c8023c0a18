#include <array>
#include <limits>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "core/atoms/CellEdges.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/readers/ConfigurationFormat.h"
#include "sim/readers/DumpColumns.h"
#include "sim/readers/DumpFrame.h"
#include "sim/readers/FrameReader.h"

// LAMMPS manual, "dump yaml". What stands above the atoms of a frame is read by yaml-cpp; the
// atoms, one flow sequence a line, as the columns of a text dump, which takes a tenth of the time
// and of the memory.
namespace glasscope::sim {
namespace {

class YamlReader : public FrameReader {
 public:
  YamlReader(const std::filesystem::path& path, const ReadOptions& options)
      : lines_(path), elements_(options.elements) {}

  std::optional<Atoms> read() override {
    if (!header()) return std::nullopt;
    DumpColumns columns(frame_.columns, elements_, lines_);
    columns.setVelocityFactor(units_.velocity);
    Atoms atoms;
    atoms.step = frame_.step;
    atoms.time_ps = frame_.time_ps;
    atoms.source = lines_.file();
    columns.start(atoms, frame_.count);
    for (std::size_t i = 0; i < frame_.count; ++i) {
      nextAtom(i);
      columns.add(atoms, words_, lines_);
    }
    columns.finish(atoms, frame_.cell);
    atoms.box = boxOf(frame_.cell, atoms.positions, lines_);
    hasIds_ = hasIds_ && columns.hasIds();
    return atoms;
  }

  bool skip() override {
    if (!header()) return false;
    for (std::size_t i = 0; i < frame_.count; ++i) nextAtom(i);
    return true;
  }

  bool tellsAtomsApart() const override { return hasIds_; }

 private:
  // "- [ 1, 2, 0.5, ]" becomes the words of a line.
  void nextAtom(std::size_t done) {
    if (!lines_.next() || !trim(lines_.line()).starts_with('-'))
      lines_.endsEarly(
          fmt::format("it has {} of the {} atoms of its last frame", done, frame_.count));
    row_ = lines_.line();
    if (trim(row_).back() != ']') lines_.fail("the line was cut short", "copy the file again");
    for (char& c : row_)
      if (c == '[' || c == ']' || c == ',') c = ' ';
    row_[row_.find('-')] = ' ';
    words_ = splitWords(row_);
  }

  bool header() {
    while (anyHeader()) {
      if (frame_.count > 0) return true;
      logWarning(fmt::format("a frame without atoms is passed over ({})", lines_.place()));
    }
    return false;
  }

  bool anyHeader() {
    frame_ = {};
    std::string text;
    bool begun = false;
    while (lines_.next()) {
      const std::string_view line = lines_.line();
      if (line.starts_with("---") || line.starts_with("...") || trim(line).empty()) continue;
      begun = true;
      if (trim(line) == "data:") {
        understand(text);
        return true;
      }
      text += std::string(line) + "\n";
    }
    if (begun) lines_.endsEarly("the frame has no atoms");
    return false;
  }

  void understand(const std::string& text) {
    try {
      const YAML::Node node = YAML::Load(text);
      if (node["units"]) units_ = DumpUnits::of(node["units"].as<std::string>(), lines_);
      frame_.step = node["timestep"].as<std::int64_t>();
      if (node["time"]) frame_.time_ps = units_.time_ps * node["time"].as<double>();
      frame_.count = node["natoms"].as<std::size_t>();
      frame_.cell = cellOf(node);
      for (const auto& name : node["keywords"]) frame_.columns.push_back(name.as<std::string>());
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

  LineReader lines_;
  TypeElements elements_;
  DumpUnits units_;
  DumpFrame frame_;
  std::string row_;
  std::vector<std::string_view> words_;
  bool hasIds_ = true;
};

bool isYaml(const FileHead& head) {
  return head.line(0).starts_with("---") && head.line(1).starts_with("creator: LAMMPS");
}

}  // namespace

ConfigurationFormat lammpsYamlFormat() {
  return {"LAMMPS YAML dump", "`dump yaml`", "as the text dump", isYaml,
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<YamlReader>(path, options);
          }};
}

}  // namespace glasscope::sim
