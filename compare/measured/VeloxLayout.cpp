#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "compare/measured/Hdf5Layouts.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::compare::hdf5_layouts {

namespace {

using Json = nlohmann::json;

// The metadata of the first frame: text, filled up by zeros, a byte an entry.
Json metadataOf(const Hdf5& file, const std::string& image) {
  const std::string name = image + "/Metadata";
  if (!isNumeric(file, name)) return Json::object();
  const Hdf5::Shape shape = file.shape(name);
  if (shape.size() != 2 || shape[1] < 1) return Json::object();
  std::string text;
  for (const double byte : file.readBlockDoubles(name, {0, 0}, {shape[0], 1})) {
    if (byte == 0) break;
    text += static_cast<char>(static_cast<unsigned char>(byte));
  }
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json::object() : json;
}

// Velox writes its numbers as text.
double numberAt(const Json& json, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  if (!json.contains(at)) return kNotTold;
  const Json& value = json[at];
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return kNotTold;
  try {
    return parseNumber(value.get<std::string>(), pointer);
  } catch (const Error&) {
    return kNotTold;
  }
}

std::string textAt(const Json& json, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  return json.contains(at) && json[at].is_string() ? json[at].get<std::string>() : std::string();
}

MeasuredAxis axisOf(const Json& json, const char* name, const char* extent, const char* unit,
                    std::uint64_t size) {
  MeasuredAxis axis{name, textAt(json, std::string("/BinaryResult/") + unit), size};
  axis.step = numberAt(json, std::string("/BinaryResult/PixelSize/") + extent);
  axis.origin = numberAt(json, std::string("/BinaryResult/Offset/") + name);
  if (!std::isfinite(axis.origin)) axis.origin = 0;
  return axis;
}

InstrumentFacts factsOf(const Json& json) {
  InstrumentFacts facts;
  facts.voltage_kV = numberAt(json, "/Optics/AccelerationVoltage") / 1e3;
  facts.semiangle_mrad = numberAt(json, "/Optics/BeamConvergence") * 1e3;
  facts.cameraLength_mm = numberAt(json, "/Optics/CameraLength") * 1e3;
  facts.scanRotation_deg = numberAt(json, "/Scan/ScanRotation") * 180 / constants::kPi;
  return facts;
}

bool is(const Hdf5& file) {
  return file.isDataset("/Version") && file.isString("/Version") &&
         file.readText("/Version").find("Velox") != std::string::npos;
}

std::vector<MeasuredArray> arrays(const Hdf5& file) {
  std::vector<MeasuredArray> found;
  if (!file.has("/Data/Image")) return found;
  for (const std::string& name : file.group("/Data/Image").names()) {
    const std::string image = "/Data/Image/" + name;
    if (!isNumeric(file, image + "/Data")) continue;
    const Json json = metadataOf(file, image);
    MeasuredArray array{image + "/Data", "", {}, factsOf(json)};
    const Hdf5::Shape shape = file.shape(array.path);
    if (shape.size() != 3) continue;
    array.axes = {axisOf(json, "y", "height", "PixelUnitY", shape[0]),
                  axisOf(json, "x", "width", "PixelUnitX", shape[1]),
                  {"frame", "", shape[2], 0, kNotTold, AxisRole::frame}};
    found.push_back(std::move(array));
  }
  return found;
}

}  // namespace

Layout velox() {
  return {"EMD (Velox)", is, arrays, "rows come first, as in files of Velox whose sides differ"};
}

}  // namespace glasscope::compare::hdf5_layouts
