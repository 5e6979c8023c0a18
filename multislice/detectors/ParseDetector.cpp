#include "multislice/detectors/ParseDetector.h"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

using multislice::DetectorKind;
using multislice::DetectorSettings;

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw Error(ErrorKind::usage, fmt::format("The detector '{}' cannot be used", text), why,
              "write, for example, \"name=seg kind=segmented inner_mrad=0 outer_mrad=24 sectors=4 "
              "rotation_deg=45\", or the same as a table");
}

double numberOf(const std::string& text, const std::string& word) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  if (word.empty() || *end != '\0' || !std::isfinite(value)) {
    refuse(text, fmt::format("'{}' is no number", word));
  }
  return value;
}

int countOf(const std::string& text, const std::string& word) {
  const double value = numberOf(text, word);
  if (value != std::floor(value) || value < 1 || value > 4096) {
    refuse(text, fmt::format("'{}' is no number of rings or sectors", word));
  }
  return static_cast<int>(value);
}

DetectorKind kindOf(const std::string& text, const std::string& word) {
  if (word == "disc" || word == "annulus") return DetectorKind::annular;
  if (word == "segmented") return DetectorKind::segmented;
  if (word == "com") return DetectorKind::centreOfMass;
  refuse(text, fmt::format("kind '{}' is not disc, annulus, segmented or com", word));
}

void set(DetectorSettings& detector, const std::string& text, const std::string& key,
         const std::string& value) {
  if (key == "name") {
    detector.name = value;
  } else if (key == "kind") {
    detector.kind = kindOf(text, value);
  } else if (key == "inner_mrad") {
    detector.inner_mrad = numberOf(text, value);
  } else if (key == "outer_mrad") {
    detector.outer_mrad = numberOf(text, value);
  } else if (key == "rings") {
    detector.rings = countOf(text, value);
  } else if (key == "sectors") {
    detector.sectors = countOf(text, value);
  } else if (key == "rotation_deg") {
    detector.rotation_deg = numberOf(text, value);
  } else {
    refuse(text, fmt::format("'{}' is unknown", key));
  }
}

DetectorSettings parseDetector(const std::string& text) {
  DetectorSettings detector;
  detector.name.clear();
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) refuse(text, fmt::format("'{}' has no value", word));
    set(detector, text, word.substr(0, equals), word.substr(equals + 1));
  }
  if (detector.name.empty()) refuse(text, "it has no name");
  for (const char c : detector.name) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') {
      refuse(text, "its name is not made of letters, digits and _");
    }
  }
  if (!(detector.inner_mrad >= 0 && detector.outer_mrad > detector.inner_mrad)) {
    refuse(text, fmt::format("from {} to {} mrad it has no area", detector.inner_mrad,
                             detector.outer_mrad));
  }
  return detector;
}

}  // namespace

std::vector<DetectorSettings> parseDetectors(const std::vector<std::string>& texts) {
  std::vector<DetectorSettings> detectors;
  std::set<std::string> names;
  for (const std::string& text : texts) {
    detectors.push_back(parseDetector(text));
    if (!names.insert(detectors.back().name).second) refuse(text, "its name is given twice");
  }
  return detectors;
}

}  // namespace glasscope::multislice
