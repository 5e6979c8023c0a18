#include "pipeline/imaging/ScanFacts.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace glasscope::pipeline {

using Json = nlohmann::ordered_json;

namespace {

Json windowOf(const multislice::ScanResult& result) {
  return {{"extent_A", {result.window.grid.lx_A(), result.window.grid.ly_A()}},
          {"whole_cell", result.window.wholeCell},
          {"carried_angle_mrad", result.window.carriedAngle_mrad},
          {"needed_angle_mrad", result.window.neededAngle_mrad},
          {"edge_intensity_mean", result.window.edgeIntensityMean},
          {"edge_intensity_max", result.window.edgeIntensityMax}};
}

}  // namespace

std::string windowFacts(const multislice::ScanResult& result) {
  return windowOf(result).dump();
}

std::string scanFacts(const multislice::ScanResult& result, const multislice::Foil& foil) {
  Json facts;
  facts["grid"] = {result.window.grid.nx(), result.window.grid.ny()};
  facts["extent_A"] = {foil.extent_A().x(), foil.extent_A().y(), foil.extent_A().z()};
  facts["slices"] = result.slices;
  facts["snapshots"] = result.snapshots;
  facts["carried_angle_mrad"] = result.window.carriedAngle_mrad;
  facts["window"] = windowOf(result);
  facts["method"] = result.method.label;
  if (!std::isnan(result.method.error)) facts["method_error"] = result.method.error;
  facts["ns_per_pixel_slice_probe"] = result.method.ns_per_pixel_slice_probe;
  return facts.dump();
}

std::string positionsText(const multislice::ScanGrid& scan) {
  Json about;
  about["shape"] = {scan.nx, scan.ny};
  about["origin_A"] = {scan.origin_A.x(), scan.origin_A.y()};
  if (scan.isList()) {
    about["kind"] = "list";
    Json positions = Json::array();
    for (const Vec2& position : scan.list_A) positions.push_back({position.x(), position.y()});
    about["positions_A"] = positions;
  } else {
    about["kind"] = scan.ny == 1 && scan.nx > 1 ? "line" : "raster";
    const Vec2 x = scan.stepAlong_A(0), y = scan.stepAlong_A(1);
    about["position"] = "origin_A + calibration_A [rx, ry]";
    about["calibration_A"] = {{x.x(), y.x()}, {x.y(), y.y()}};
    about["rotation_deg"] = scan.rotation_deg;
  }
  return about.dump();
}

std::string sourceText(const ScanCase& scan, const Vec2& step_A) {
  std::string text = "a point source";
  if (scan.source.fwhm_A > 0) {
    text = fmt::format(
        "convolved after the scan with a {} source of {:g} angstrom full width at "
        "half maximum",
        textOf(scan.source.profile), scan.source.fwhm_A);
    const std::string coarse = multislice::SourceKernel::coarseScan(scan.source, step_A);
    if (!coarse.empty()) text += "; " + coarse;
  }
  if (scan.focalSpread_A > 0) {
    text += fmt::format(
        "; averaged over a focal spread of {:g} angstrom (standard deviation of the "
        "defocus, Gauss-Hermite)",
        scan.focalSpread_A);
  }
  return text + "; standard errors are upper bounds where averages enter";
}

}  // namespace glasscope::pipeline
