#include "compare/measured/ArinaFile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "compare/measured/Hdf5Layouts.h"
#include "core/hdf5/Hdf5.h"
#include "core/hdf5/Hdf5Bitshuffle.h"
#include "core/hdf5/Hdf5Links.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

namespace fs = std::filesystem;
using hdf5_layouts::numberOf;

constexpr const char* kData = "/entry/data";

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read {}", path.string()), why,
              "put all files of the acquisition into one folder, under the names that they had");
}

/// The patterns of one data file.
struct Part {
  Hdf5 file;
  std::string dataset;
  std::uint64_t first, count;
};

class ArinaFile : public MeasuredFile {
 public:
  explicit ArinaFile(const fs::path& path) : path_(path) {
    for (const Hdf5Link& link : externalLinks(path, kData)) addPart(link);
    MeasuredArray array{kData, "counts", {}, {}};
    array.axes = {{"pattern", "", patterns_, 0, kNotTold, AxisRole::frame},
                  {"row", "", shape_[0], 0, kNotTold, AxisRole::qx},
                  {"column", "", shape_[1], 0, kNotTold, AxisRole::qy}};
    readDetector(array.facts);
    readScan(array);
    arrays_.push_back(std::move(array));
  }
  std::string format() const override { return "Arina (NeXus master)"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }

  std::vector<double> read(std::size_t, const Shape& start, const Shape& count) const override {
    std::vector<double> values;
    values.reserve(entriesOf(count));
    for (const Part& part : parts_) {
      const std::uint64_t from = std::max(start[0], part.first);
      const std::uint64_t to = std::min(start[0] + count[0], part.first + part.count);
      if (from >= to) continue;
      const auto block = part.file.readBlockDoubles(
          part.dataset, {from - part.first, start[1], start[2]}, {to - from, count[1], count[2]});
      values.insert(values.end(), block.begin(), block.end());
    }
    return values;
  }

 private:
  void addPart(const Hdf5Link& link) {
    const fs::path name(link.file);
    if (name.has_parent_path())
      refuse(path_,
             fmt::format("{} leads to '{}', out of the folder of the file", link.name, link.file));
    const fs::path beside = path_.parent_path() / name;
    if (!fs::is_regular_file(beside))
      refuse(path_, fmt::format("its data file '{}' is not beside it", link.file));
    Part part{Hdf5::open(beside), link.target, patterns_, 0};
    const Hdf5::Shape shape = part.file.shape(link.target);
    if (shape.size() != 3 || (!parts_.empty() && (shape[1] != shape_[0] || shape[2] != shape_[1])))
      refuse(path_, fmt::format("'{}' holds no patterns of the size of the others", link.file));
    part.count = shape[0];
    shape_ = {shape[1], shape[2]};
    patterns_ += part.count;
    parts_.push_back(std::move(part));
  }

  // Zero stands for "not set" there.
  void readDetector(InstrumentFacts& facts) const {
    const Hdf5 file = Hdf5::open(path_);
    const auto scalar = [&](const char* name) {
      const std::string at = std::string("/entry/instrument/detector/") + name;
      if (!hdf5_layouts::isNumeric(file, at) || !file.shape(at).empty()) return kNotTold;
      const double value = file.readScalar(at);
      return value > 0 ? value : kNotTold;
    };
    facts.detectorPixel_um = scalar("x_pixel_size") * 1e6;
    facts.voltage_kV = scalar("detectorSpecific/photon_energy") / 1e3;  // eV, of the electrons
    facts.cameraLength_mm = scalar("detector_distance") * 1e3;
    const double x = scalar("beam_center_x"), y = scalar("beam_center_y");
    if (std::isfinite(x) && std::isfinite(y)) facts.centre_px = Vec2(y, x);  // rows first
  }

  void readScan(MeasuredArray& array) const {
    constexpr std::string_view kEnding = "_master.h5";
    const std::string name = path_.filename().string();
    const fs::path scan =
        path_.parent_path() / (name.substr(0, name.size() - kEnding.size()) + ".h5");
    constexpr const char* kControl = "/STEM Metadata";
    if (!name.ends_with(kEnding) || !Hdf5::isHdf5(scan)) return;
    const Hdf5 file = Hdf5::open(scan);
    if (!file.has(kControl)) return;
    const double rows = numberOf(file, "NumPixelsY", kControl),
                 columns = numberOf(file, "NumPixelsX", kControl);
    if (rows > 0 && columns > 0 && rows * columns == static_cast<double>(patterns_)) {
      array.facts.scanRows = static_cast<std::uint64_t>(rows);
      array.facts.scanColumns = static_cast<std::uint64_t>(columns);
    }
    array.axes[0].unit = "nm";
    array.axes[0].step = numberOf(file, "Pixel Size", kControl);
    const double voltage_V = numberOf(file, "High Tension", kControl);
    if (voltage_V > 0) array.facts.voltage_kV = voltage_V / 1e3;
    const double length_m = numberOf(file, "Camera Length", kControl);
    if (length_m > 0) array.facts.cameraLength_mm = length_m * 1e3;
  }

  fs::path path_;
  std::vector<Part> parts_;
  std::array<std::uint64_t, 2> shape_{};
  std::uint64_t patterns_ = 0;
  std::vector<MeasuredArray> arrays_;
};

}  // namespace

bool isArina(const fs::path& path) {
  return Hdf5::isHdf5(path) && !externalLinks(path, kData).empty();
}

std::unique_ptr<MeasuredFile> openArina(const fs::path& path) {
  registerBitshuffle();
  return std::make_unique<ArinaFile>(path);
}

}  // namespace glasscope::compare
