#include "voronoi/structure/OrderJson.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/atoms/Elements.h"

namespace glasscope::voronoi {

namespace {

using Json = nlohmann::ordered_json;

std::string pairName(int a, int b) {
  return a == 0 ? "total" : fmt::format("{}-{}", elementSymbol(a), elementSymbol(b));
}

// Which edges of the box a cluster connects to their images: "abc", "" for none.
std::string edges(std::uint8_t bits) {
  std::string out;
  for (int d = 0; d < 3; ++d)
    if (bits & (1 << d)) out += static_cast<char>('a' + d);
  return out;
}

Json networkJson(const voronoi::OrderSummary& order) {
  return {{"icosahedra", order.icosahedra},
          {"vertex_links_per_icosahedron", order.linksPerIcosahedron[0]},
          {"vertex_links_per_icosahedron_error", order.linksError[0]},
          {"edge_links_per_icosahedron", order.linksPerIcosahedron[1]},
          {"edge_links_per_icosahedron_error", order.linksError[1]},
          {"face_links_per_icosahedron", order.linksPerIcosahedron[2]},
          {"face_links_per_icosahedron_error", order.linksError[2]},
          {"interpenetrating_links_per_icosahedron", order.linksPerIcosahedron[3]},
          {"interpenetrating_links_per_icosahedron_error", order.linksError[3]},
          {"atoms_in_network_fraction", order.networkFraction},
          {"atoms_in_network_standard_error", order.networkFractionError},
          {"interpenetrating_clusters", order.coreClusters},
          {"largest_interpenetrating_cluster", order.largestCores},
          {"interpenetrating_percolates_along", edges(order.corePercolation)},
          {"largest_sharing_cluster", order.largestSharing},
          {"sharing_percolates_along", edges(order.sharingPercolation)}};
}

Json crystalsJson(const voronoi::OrderSummary& order) {
  return {{"atoms", order.crystalAtoms},
          {"fraction", order.crystalFraction},
          {"standard_error", order.crystalFractionError},
          {"grains", order.grains},
          {"largest_grain", order.largestGrain}};
}

Json tetrahedralJson(const voronoi::OrderSummary& order) {
  return {{"cutoff_A", order.tetrahedralCutoff_A},
          {"mean_tetrahedrality", order.meanTetrahedrality},
          {"bonds_per_atom", order.bondsPerAtom},
          {"low_density_fraction", order.lowDensityFraction},
          {"low_density_standard_error", order.lowDensityFractionError},
          {"high_density_fraction", order.highDensityFraction},
          {"high_density_standard_error", order.highDensityFractionError},
          {"largest_low_density_cluster", order.largestLowDensity},
          {"largest_high_density_cluster", order.largestHighDensity}};
}

Json shellsJson(const std::vector<voronoi::CoordinationShell>& shells) {
  Json list = Json::array();
  for (const auto& s : shells)
    list.push_back({{"pair", pairName(s.centre, s.neighbour)},
                    {"shell", s.number},
                    {"inner_A", s.inner_A},
                    {"outer_A", s.outer_A},
                    {"peak_A", s.peak_A},
                    {"peak", s.peak},
                    {"neighbours", s.neighbours}});
  return list;
}

Json structureFactorJson(const voronoi::StructureFactor& s) {
  Json json;
  json["method"] = s.method;
  json["convention"] = "Faber-Ziman; k = 1/d, Q = 2 pi k";
  json["k_invA"] = s.k_invA;
  for (const auto& total : s.totals)
    json["totals"].push_back({{"weights", total.weights},
                              {"peak_invA", total.peak_invA},
                              {"peak", total.peak},
                              {"s", total.s}});
  for (const auto& partial : s.partials)
    json["partials"].push_back(
        {{"pair", pairName(partial.centre, partial.neighbour)}, {"s", partial.s}});
  return json;
}

Json rankingJson(const voronoi::MotifRanking& ranking) {
  Json json;
  json["field"] = ranking.field;
  json["worst_share"] = ranking.share;
  json["classes"] = Json::array();
  for (const auto& c : ranking.classes)
    json["classes"].push_back({{"element", elementSymbol(c.centre)},
                               {"index", c.index.text()},
                               {"count", c.count},
                               {"mean", c.mean},
                               {"standard_error", c.standardError},
                               {"worst", c.worst}});
  return json;
}

Json fieldJson(const voronoi::FieldCorrelation& f, bool speciesMean) {
  return {{"field", f.field},
          {"species_mean_removed", speciesMean},
          {"length_A", f.length_A},
          {"length_error_A", f.lengthError_A},
          {"amplitude", f.amplitude},
          {"integral_length_A", f.integralLength_A},
          {"integral_length_error_A", f.integralLengthError_A},
          {"moran_i", f.moran},
          {"moran_z", f.moranZ},
          {"r_A", f.r_A},
          {"c", f.c},
          {"c_error", f.cError}};
}

}  // namespace

void addOrderJson(Json& json, const voronoi::StructureReport& report) {
  if (!report.order.computed) return;
  json["icosahedral_network"] = networkJson(report.order);
  json["crystals"] = crystalsJson(report.order);
  if (report.order.tetrahedral) json["tetrahedral_order"] = tetrahedralJson(report.order);
  json["coordination_shells"] = shellsJson(report.shells);
  if (!report.structureFactor.k_invA.empty())
    json["structure_factor"] = structureFactorJson(report.structureFactor);
  json["ranked_motifs"] = Json::array();
  for (const auto& ranking : report.rankings) json["ranked_motifs"].push_back(rankingJson(ranking));
  json["spatial_correlations"] = Json::array();
  for (const auto& field : report.fields)
    json["spatial_correlations"].push_back(
        fieldJson(field, report.settings.correlation.removeSpeciesMean));
}

}  // namespace glasscope::voronoi
