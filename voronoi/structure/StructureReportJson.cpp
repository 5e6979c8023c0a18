#include "voronoi/structure/StructureReportJson.h"

#include <nlohmann/json.hpp>

#include "core/atoms/Elements.h"
#include "core/math/Binomial.h"
#include "voronoi/structure/OrderJson.h"

namespace glasscope::voronoi {

namespace {

using Json = nlohmann::ordered_json;

std::string symbol(int atomicNumber) {
  return atomicNumber == 0 ? "all" : std::string(elementSymbol(atomicNumber));
}

Json radialJson(const std::vector<voronoi::RadialDistribution>& distributions) {
  Json list = Json::array();
  for (const auto& d : distributions) {
    Json json;
    json["pair"] = d.centre == 0 ? "total" : symbol(d.centre) + "-" + symbol(d.neighbour);
    json["first_peak_A"] = d.firstPeak_A;
    json["first_minimum_A"] = d.firstMinimum_A;
    json["r_A"] = d.r_A;
    json["g"] = d.g;
    list.push_back(json);
  }
  return list;
}

Json speciesJson(const voronoi::StructureReport& report) {
  Json list = Json::array();
  for (const voronoi::SpeciesSummary& s : report.species) {
    list.push_back({{"element", symbol(s.atomicNumber)},
                    {"atoms", s.atoms},
                    {"closed_cells", s.closed},
                    {"radius_A", s.radius_A},
                    {"mean_volume_A3", s.meanVolume_A3},
                    {"mean_volume_error_A3", s.meanVolumeError_A3},
                    {"reference_volume_A3", s.referenceVolume_A3},
                    {"coordination", s.coordination},
                    {"coordination_error", s.coordinationError},
                    {"icosahedra", s.icosahedra},
                    {"icosahedra_error", s.icosahedraError}});
  }
  return list;
}

Json motifsJson(const voronoi::StructureReport& report) {
  Json list = Json::array();
  for (const voronoi::MotifCount& m : report.motifs) {
    list.push_back({{"element", symbol(m.centre)},
                    {"index", m.index.text()},
                    {"name", m.name},
                    {"count", m.count},
                    {"fraction", m.fraction},
                    {"standard_error", m.standardError}});
  }
  return list;
}

std::string weightingName(voronoi::Weighting weighting) {
  return weighting == voronoi::Weighting::radical ? "radical" : "plain";
}

Json spreadJson(const voronoi::StructureReport& report) {
  Json list = Json::array();
  for (const voronoi::SpreadRow& row : report.spread) {
    Json json;
    json["weighting"] = weightingName(row.weighting);
    json["convention"] = row.convention.text();
    json["valid_fraction"] = row.validFraction;
    json["valid_standard_error"] = row.validFractionError;
    json["used"] = row.weighting == report.settings.weighting &&
                   row.convention.text() == report.settings.convention.text();
    for (std::size_t i = 0; i < row.icosahedra.size(); ++i) {
      json["icosahedra"].push_back({{"element", symbol(report.species[i].atomicNumber)},
                                    {"fraction", row.icosahedra[i]},
                                    {"standard_error", row.icosahedraError[i]}});
    }
    list.push_back(json);
  }
  return list;
}

Json pairsJson(const std::vector<voronoi::PairValue>& pairs) {
  Json list = Json::array();
  for (const voronoi::PairValue& pair : pairs) {
    list.push_back({{"centre", symbol(pair.centre)},
                    {"neighbour", symbol(pair.neighbour)},
                    {"value", pair.value}});
  }
  return list;
}

}  // namespace

std::string structureReportJson(const voronoi::StructureReport& report,
                                const std::vector<voronoi::RadialDistribution>& thermal) {
  Json json;
  json["convention"] =
      weightingName(report.settings.weighting) + ", " + report.settings.convention.text();
  json["errors_of_fractions"] = kBinomialErrors;
  json["species"] = speciesJson(report);
  json["motifs"] = motifsJson(report);
  json["convention_spread"] = spreadJson(report);
  json["warren_cowley"] = pairsJson(report.warrenCowley);
  json["partial_coordination"] = pairsJson(report.partialCoordination);
  json["cargill_spaepen"] = report.cargillSpaepen;
  json["mean_coordination"] = report.meanCoordination;
  json["mean_coordination_error"] = report.meanCoordinationError;
  json["mean_volume_A3"] = report.meanVolume_A3;
  json["valid_fraction"] = report.validFraction;
  json["valid_standard_error"] = report.validFractionError;
  json["surface_atoms"] = report.surfaceAtoms;
  addOrderJson(json, report);
  json["g_of_r"] = radialJson(report.radial);
  json["g_of_r_thermal"] = radialJson(thermal);
  return json.dump(1) + "\n";
}

}  // namespace glasscope::voronoi
