#include "compare/measured/importMeasured.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compare/diffraction/MeasuredRings.h"
#include "compare/measured/NumberFindings.h"
#include "compare/measured/PixelCorrection.h"
#include "compare/measured/RawNumbers.h"
#include "compare/measured/requireMemory.h"
#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/formats/OwnEmd.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/OwnFile.h"
#include "core/system/Progress.h"

namespace glasscope::compare {

namespace {

namespace fs = std::filesystem;
using Shape = MeasuredFile::Shape;

constexpr std::uint64_t kPatterns = 4;  // that are in the memory at a time

/// Images of an array, by the index along the axes before them.
class ImageReader {
 public:
  ImageReader(const MeasuredFile& file, const ImportPlan& plan) : file_(file), plan_(plan) {
    for (const MeasuredAxis& axis : file.arrays()[plan.array].axes) sizes_.push_back(axis.size);
    const std::size_t rank = plan.order.size();
    x_ = plan.order[rank - 2];
    y_ = plan.order[rank - 1];
  }
  int nx() const { return static_cast<int>(sizes_[x_]); }
  int ny() const { return static_cast<int>(sizes_[y_]); }
  bool turned() const { return x_ > y_; }

  /// `index`: one entry for each axis before the image, in the order of the plan.
  Array2<double> image(const Shape& index) const {
    Shape start(sizes_.size(), 0), count(sizes_.size(), 1);
    for (std::size_t i = 0; i < index.size(); ++i) start[plan_.order[i]] = index[i];
    count[x_] = sizes_[x_];
    count[y_] = sizes_[y_];
    std::vector<double> values = file_.read(plan_.array, start, count);
    if (turned()) values = reordered(values, {count[y_], count[x_]}, {1, 0});
    Array2<double> result(nx(), ny());
    std::copy(values.begin(), values.end(), result.begin());
    return result;
  }

 private:
  const MeasuredFile& file_;
  const ImportPlan& plan_;
  Shape sizes_;
  std::size_t x_, y_;
};

/// The part of a pattern in whose middle its centre lies, to the nearest pixel.
struct Window {
  int first = 0, size = 0;
  static Window about(double centre, int n) {
    const int at = static_cast<int>(std::lround(centre));
    if (at == n / 2) return {0, n};
    const int half = std::min(at, n - at);
    return {at - half, 2 * half};
  }
};

class Importer {
 public:
  Importer(const fs::path& input, const ImportSettings& settings, const fs::path& output)
      : input_(input),
        settings_(settings),
        output_(output),
        file_(openMeasured(input)),
        plan_(planImport(*file_, input, settings)) {
    const MeasuredArray& array = file_->arrays()[plan_.array];
    done_.format = file_->format();
    done_.dataset = array.path;
    std::vector<std::string> axes;
    for (const MeasuredAxis& axis : array.axes)
      axes.push_back(fmt::format("{}{}{}", axis.size, axis.name.empty() ? "" : " ", axis.name));
    done_.axes = fmt::format("{}", fmt::join(axes, ", "));
    unit_ = settings.beamCounts > 0 ? "1" : array.unit.empty() ? "counts" : array.unit;
    if (settings.beamCounts > 0) note("beam_counts", settings.beamCounts);
    for (const auto& [name, value] :
         {std::pair{"dark", settings.dark}, {"gain", settings.gain}, {"dead", settings.dead}})
      if (!value.empty()) plan_.facts.push_back({name, value, "given"});
    noteOrderOfAxes();
  }

  Imported run() {
    switch (plan_.kind) {
      case ImportKind::map:
      case ImportKind::series:
        importMaps();
        break;
      case ImportKind::patterns:
        importPatterns();
        break;
      case ImportKind::profile:
        importProfile();
        break;
    }
    done_.facts = plan_.facts;
    return done_;
  }

 private:
  void note(const std::string& name, double value) {
    plan_.facts.push_back({name, fmt::format("{:.9g}", value), "given"});
  }

  fs::path outputOf(const char* ending) const {
    const fs::path path =
        output_.empty() ? input_.parent_path() / (input_.stem().string() + ending) : output_;
    std::error_code ignored;
    if (fs::exists(path, ignored) && fs::equivalent(path, input_, ignored))
      throw Error(ErrorKind::usage, "The measured file would be replaced",
                  "input and output are the same file", "choose another name with --output");
    return path;
  }

  EmdMetadata metadata() const {
    EmdMetadata about;
    for (const ImportFact& fact : plan_.facts)
      if (!fact.value.empty()) about[fact.name] = fact.value;
    about["imported_from"] = input_.filename().string();
    about["imported_format"] = done_.format;
    about["imported_dataset"] = done_.dataset;
    about["imported_axes"] = done_.axes;
    if (!done_.findings.empty())
      about["findings"] = fmt::format("{}", fmt::join(done_.findings, "; "));
    return about;
  }

  void finish(const NumberFindings& findings) {
    findings.requireSensible(input_.string());
    done_.findings = notes_;
    constexpr double kMost = 1.01;  // sums of single precision
    if (mostOfBeam_ > kMost)
      done_.findings.push_back(fmt::format(
          "one position holds {:.4g} times the beam: --beam_counts is too small", mostOfBeam_));
    for (std::string& sentence : findings.sentences())
      done_.findings.push_back(std::move(sentence));
  }

  // Of the beam at one position; what is more than all of it was divided by too small a number.
  void noteFraction(double value) {
    if (settings_.beamCounts > 0 && value > mostOfBeam_) mostOfBeam_ = value;
  }

  // Axes of one length whose order the file does not name: those of an image, and those of a scan.
  void noteOrderOfAxes() {
    const MeasuredArray& array = file_->arrays()[plan_.array];
    const std::string order = file_->axisOrder();
    if (order.empty()) return;
    for (std::size_t i = plan_.order.size() % 2; i + 1 < plan_.order.size(); i += 2) {
      const MeasuredAxis &a = array.axes[plan_.order[i]], &b = array.axes[plan_.order[i + 1]];
      if (a.size != b.size) continue;
      notes_.push_back(fmt::format(
          "'{}' and '{}' both have {} entries, and the file does not name them: that {} "
          "is an assumption (compare with an image that is known)",
          a.name, b.name, a.size, order));
      return;
    }
  }

  Map2 mapOf(const Array2<double>& values) const {
    Map2 map;
    map.name = "measured";
    map.unit = unit_;
    map.description = fmt::format("Measured image, from {}", input_.filename().string());
    map.values = values;
    map.pixel_A = plan_.shape.rStep_A;
    return map;
  }

  void importMaps() {
    const fs::path path = outputOf("_imported.h5");
    requireOwnEmd(path, "imported_from");
    const ImageReader reader(*file_, plan_);
    const PixelCorrection correction(settings_, reader.nx(), reader.ny(), reader.turned());
    requireMemory(input_, {plan_.frames, static_cast<std::uint64_t>(reader.nx()),
                           static_cast<std::uint64_t>(reader.ny())});
    NumberFindings findings;
    std::vector<Map2> maps;
    const bool hasFrames = plan_.order.size() == 3;
    for (std::uint64_t frame = 0; frame < plan_.frames; ++frame) {
      Array2<double> image = reader.image(hasFrames ? Shape{frame} : Shape{});
      findings.add(image);
      correction.apply(image, fmt::format("image {}", frame));
      for (const double value : image) noteFraction(value);
      // A pixel without a number carries no information, and infinity is no number.
      for (double& value : image)
        if (!std::isfinite(value)) value = kNotTold;
      maps.push_back(mapOf(image));
    }
    finish(findings);
    if (maps.size() == 1) {
      done_.result = fmt::format("an image of {} x {} pixels", reader.nx(), reader.ny());
      writeEmdMaps(path, maps, metadata());
    } else {
      done_.result =
          fmt::format("{} images of {} x {} pixels", maps.size(), reader.nx(), reader.ny());
      MapSeries series{"measured", unit_, maps.front().description, "frame", "1", {}, {}};
      for (std::size_t i = 0; i < maps.size(); ++i) series.axis.push_back(static_cast<double>(i));
      series.maps = std::move(maps);
      writeEmdSeries(path, {series}, metadata());
    }
    done_.written = path;
  }

  Shape indexOf(int rx, int ry) const {
    const DatacubeShape& shape = plan_.shape;
    const auto x = static_cast<std::uint64_t>(rx), y = static_cast<std::uint64_t>(ry);
    switch (plan_.order.size()) {
      case 2:
        return {};
      case 3:
        return {x * static_cast<std::uint64_t>(shape.ry) + y};  // of a list
      default:
        return {x, y};
    }
  }

  Array2<double> correctedPattern(const ImageReader& reader, const PixelCorrection& correction,
                                  int rx, int ry, NumberFindings* findings) const {
    Array2<double> image = reader.image(indexOf(rx, ry));
    const std::string where = fmt::format("the pattern at scan position ({}, {})", rx, ry);
    if (findings != nullptr) findings->add(image);
    correction.apply(image, where);
    if (!std::all_of(image.begin(), image.end(), [](double v) { return std::isfinite(v); }))
      throw Error(ErrorKind::input, fmt::format("Cannot import {}", where),
                  "it holds pixels that are no numbers",
                  "give --fill_not_finite to fill them from their neighbours");
    return image;
  }

  // Where the mean pattern is roundest; all of it is read once more for that.
  void findCentre(const ImageReader& reader, const PixelCorrection& correction) {
    Array2<double> mean(reader.nx(), reader.ny(), 0.0);
    for (int rx = 0; rx < plan_.shape.rx; ++rx)
      for (int ry = 0; ry < plan_.shape.ry; ++ry) {
        const Array2<double> image = correctedPattern(reader, correction, rx, ry, nullptr);
        for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += image[i];
      }
    plan_.centre_px = ringCentre(mean);
    plan_.facts.push_back({"centre_px",
                           fmt::format("{:.4f},{:.4f}", plan_.centre_px.x(), plan_.centre_px.y()),
                           "rings of the mean pattern"});
  }

  void importPatterns() {
    const fs::path path = outputOf("_imported.h5");
    requireOwnEmd(path, "imported_from");
    const ImageReader reader(*file_, plan_);
    // A pattern at a time, beside what corrects it.
    requireMemory(input_, {static_cast<std::uint64_t>(reader.nx()),
                           static_cast<std::uint64_t>(reader.ny()), kPatterns});
    const PixelCorrection correction(settings_, reader.nx(), reader.ny(), reader.turned());
    if (plan_.centre == PatternCentre::rings) findCentre(reader, correction);
    const Window wx = Window::about(plan_.centre_px.x(), reader.nx());
    const Window wy = Window::about(plan_.centre_px.y(), reader.ny());
    if (wx.size < 1 || wy.size < 1)
      throw Error(ErrorKind::usage, "The centre of the patterns lies at their edge",
                  "nothing of them is left around it", "give --centre_px=X,Y, middle or rings");
    DatacubeShape shape = plan_.shape;
    shape.qx = wx.size;
    shape.qy = wy.size;
    shape.unit = unit_;
    NumberFindings findings;
    // The findings are known when all rows have passed: a first row decides whether bytes are
    // wrong.
    EmdDatacubeWriter writer(path, shape, metadata(), identity());
    Progress progress("import", static_cast<std::int64_t>(shape.rx) * shape.ry);
    std::vector<float> row(static_cast<std::size_t>(shape.ry) * shape.qx * shape.qy);
    for (int rx = 0; rx < shape.rx; ++rx) {
      if (writer.rowDone(rx)) {
        progress.skip(shape.ry);
        continue;
      }
      auto out = row.begin();
      for (int ry = 0; ry < shape.ry; ++ry) {
        const Array2<double> image = correctedPattern(reader, correction, rx, ry, &findings);
        noteFraction(std::accumulate(image.begin(), image.end(), 0.0));
        for (int x = wx.first; x < wx.first + wx.size; ++x)
          for (int y = wy.first; y < wy.first + wy.size; ++y) {
            *out = static_cast<float>(image(x, y));
            rounded_ += static_cast<double>(*out) != image(x, y) && settings_.beamCounts == 0;
            ++out;
          }
        progress.advance();
      }
      findings.requireSensible(input_.string());
      constexpr double kMost = 1.01;  // sums of single precision
      if (mostOfBeam_ > kMost)
        done_.findings.push_back(fmt::format(
            "one position holds {:.4g} times the beam: --beam_counts is too small", mostOfBeam_));
      writer.writeRow(rx, row);
    }
    writer.commit();
    finish(findings);
    if (rounded_ > 0)
      done_.findings.push_back(fmt::format(
          "{} numbers have more than the seven digits of the file that is written", rounded_));
    done_.result = fmt::format("{} x {} position(s), patterns of {} x {} pixels about ({}, {})",
                               shape.rx, shape.ry, shape.qx, shape.qy, shape.qx / 2, shape.qy / 2);
    done_.written = path;
  }

  // The file by its name, size and time, and all that was asked for.
  std::string identity() const {
    std::string text = fmt::format(
        "{} {} {} {}", fs::absolute(input_).string(), fs::file_size(input_),
        fs::last_write_time(input_).time_since_epoch().count(), settings_.fillsNotFinite);
    for (const ImportFact& fact : plan_.facts) text += fmt::format(";{}={}", fact.name, fact.value);
    for (const std::size_t axis : plan_.order) text += fmt::format(";{}", axis);
    for (const std::string& image : {settings_.dark, settings_.gain, settings_.dead})
      if (fs::is_regular_file(image)) text += ";" + hashFile(image);
    return hashBytes(text + done_.dataset);
  }

  void importProfile() {
    const fs::path path = outputOf("_imported.csv");
    const std::uint64_t count = file_->arrays()[plan_.array].axes[0].size;
    const std::vector<double> values = file_->read(plan_.array, {0}, {count});
    std::string text = fmt::format("# Measured rings, from {}; k = 1/d\nk_invA,intensity\n",
                                   input_.filename().string());
    std::size_t rings = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double k = plan_.kOrigin_invA + static_cast<double>(i) * plan_.kStep_invA;
      if (!(k > 0) || !std::isfinite(values[i])) continue;
      text += fmt::format("{:.10g},{:.10g}\n", k, values[i]);
      ++rings;
    }
    replaceOwnTable(path, text);
    done_.result = fmt::format("{} rings", rings);
    done_.written = path;
  }

  fs::path input_;
  const ImportSettings& settings_;
  fs::path output_;
  std::unique_ptr<MeasuredFile> file_;
  ImportPlan plan_;
  Imported done_;
  std::string unit_;
  std::int64_t rounded_ = 0;
  double mostOfBeam_ = 0;
  std::vector<std::string> notes_;  // of the order of axes
};

}  // namespace

Imported importMeasured(const fs::path& input, const ImportSettings& settings,
                        const fs::path& output) {
  return Importer(input, settings, output).run();
}

}  // namespace glasscope::compare
