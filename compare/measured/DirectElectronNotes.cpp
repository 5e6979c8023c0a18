#include "compare/measured/DirectElectronNotes.h"

#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Text.h"

namespace glasscope::compare {

namespace {

std::filesystem::path notesOf(const std::filesystem::path& movie) {
  const std::string stem = movie.stem().string();
  const std::size_t last = stem.rfind('_');
  if (last == std::string::npos) return {};
  return movie.parent_path() / (stem.substr(0, last) + "_info.txt");
}

/// The lines of the table by their keys.
class Notes {
 public:
  explicit Notes(const std::filesystem::path& path) : path_(path) {
    const auto in = openText(path);
    for (std::string line; readLine(*in, line, path);) {
      const std::size_t sign = line.find(" = ");
      if (sign == std::string::npos) continue;
      const std::string_view all = line;
      values_[std::string(trim(all.substr(0, sign)))] = std::string(trim(all.substr(sign + 3)));
    }
    if (!values_.contains("Camera Model"))
      throw Error(ErrorKind::input, fmt::format("'{}' is not understood", path.string()),
                  "it lies where the notes of a camera of Direct Electron lie, and names no camera",
                  "move it elsewhere, or give it another name");
  }

  const std::string& text(const std::string& key) const {
    static const std::string kNothing;
    const auto found = values_.find(key);
    return found == values_.end() ? kNothing : found->second;
  }
  /// NaN where it is absent, no number or negative: not known.
  double number(const std::string& key) const {
    const std::string& word = text(key);
    double value = 0;
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool whole = code == std::errc{} && end == word.data() + word.size();
    return whole && value > 0 ? value : kNotTold;
  }
  std::uint64_t count(const std::string& key) const {
    const double value = number(key);
    return std::isfinite(value) ? static_cast<std::uint64_t>(value) : 0;
  }

 private:
  std::filesystem::path path_;
  std::map<std::string, std::string> values_;
};

}  // namespace

InstrumentFacts directElectronFacts(const std::filesystem::path& movie, std::uint64_t frames) {
  InstrumentFacts facts;
  const std::filesystem::path path = notesOf(movie);
  if (path.empty() || !std::filesystem::is_regular_file(path)) return facts;
  const Notes notes(path);
  constexpr double kVoltsPerKilovolt = 1000, kMillimetresPerCentimetre = 10;
  facts.voltage_kV = notes.number("Instrument Accelerating Voltage (V)") / kVoltsPerKilovolt;
  facts.cameraLength_mm =
      kMillimetresPerCentimetre * notes.number("Instrument Project Camera Length (centimeters)");
  if (notes.text("Scan - Enable") != "Enable") return facts;
  if (notes.text("Scan - Type") == "Random" || notes.text("Scan - ROI Type") == "Random") {
    logWarning(
        fmt::format("'{}': the positions of the scan were visited in random order, so its frames "
                    "are a list and no rows of an image",
                    movie.filename().string()));
    return facts;
  }
  const bool region = notes.text("Scan - ROI Enable") == "Enable";
  const std::uint64_t rows = notes.count(region ? "Scan - ROI Size Y" : "Scan - Size Y");
  const std::uint64_t columns = notes.count(region ? "Scan - ROI Size X" : "Scan - Size X");
  if (rows * columns != frames || frames < 2) return facts;  // stopped, or several frames a point
  facts.scanRows = rows;
  facts.scanColumns = columns;
  return facts;
}

}  // namespace glasscope::compare
