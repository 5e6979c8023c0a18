#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Binomial.h"
#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "voronoi/descriptors/StructureSettings.h"
#include "voronoi/structure/SampleNames.h"
#include "voronoi/structure/StructureReport.h"
#include "voronoi/structure/StructureSeries.h"

// The lists of fields of what a description finds: structure_report.json and the series are made
// from them. Fractions are fractions, lengths angstrom; elements are symbols.

namespace glasscope::voronoi {

/// Along which edges of the box a cluster connects to its images: "abc", "" for none.
inline std::string edgeNames(std::uint8_t bits) {
  std::string out;
  for (int d = 0; d < 3; ++d)
    if (bits & (1 << d)) out += static_cast<char>('a' + d);
  return out;
}

void eachField(MaybeConst<SpeciesSummary> auto& s, auto&& visit) {
  visit(Field{"element", "Species"}, speciesName(s.atomicNumber));
  visit(Field{"atoms", "Atoms of the species"}, s.atoms);
  visit(Field{"closed_cells", "Those whose cell is closed: the others are surface"}, s.closed);
  visit(Field{"radius_A", "Radius in the radical tessellation, 0 in the plain one"}, s.radius_A);
  visit(Field{"mean_volume_A3", "Mean volume of the cells"}, s.meanVolume_A3);
  visit(Field{"mean_volume_error_A3", "Its standard error"}, s.meanVolumeError_A3);
  visit(Field{"reference_volume_A3", "Volume that the free volume is counted from"},
        s.referenceVolume_A3);
  visit(Field{"coordination", "Mean number of faces"}, s.coordination);
  visit(Field{"coordination_error", "Its standard error"}, s.coordinationError);
  visit(Field{"icosahedra", "Fraction of <0,0,12,0> under the convention of the columns"},
        s.icosahedra);
  visit(Field{"icosahedra_error", "Its standard error"}, s.icosahedraError);
}

void eachField(MaybeConst<MotifCount> auto& m, auto&& visit) {
  visit(Field{"element", "Species of the centre"}, speciesName(m.centre));
  visit(Field{"index", "Voronoi index"}, m.index.text());
  visit(Field{"name", "Kasper polyhedron, or nothing"}, m.name);
  visit(Field{"count", "Cells with this index"}, m.count);
  visit(Field{"fraction", "Of the closed cells of the species"}, m.fraction);
  visit(Field{"standard_error", "Of the fraction"}, m.standardError);
}

/// A fraction of one species in a row of the table over conventions.
struct SpeciesShare {
  int atomicNumber = 0;
  double fraction = 0, standardError = 0;
};

void eachField(MaybeConst<SpeciesShare> auto& s, auto&& visit) {
  visit(Field{"element", "Species of the centre"}, speciesName(s.atomicNumber));
  visit(Field{"fraction", "Icosahedra among its closed cells"}, s.fraction);
  visit(Field{"standard_error", "Of the fraction"}, s.standardError);
}

void eachField(MaybeConst<SpreadRow> auto& row, auto&& visit) {
  std::vector<SpeciesShare> icosahedra;
  for (std::size_t k = 0; k < row.icosahedra.size(); ++k)
    icosahedra.push_back({row.species[k], row.icosahedra[k], row.icosahedraError[k]});
  visit(Field{"weighting", "Tessellation"}, row.weighting);
  visit(Field{"convention", "Convention of the index"}, row.convention.text());
  visit(Field{"valid_fraction", "Cells whose index obeys Euler's rule"}, row.validFraction);
  visit(Field{"valid_standard_error", "Of that fraction"}, row.validFractionError);
  visit(Field{"used", "Whether the columns are under this one"}, row.used);
  visit(Field{"icosahedra", "Species by species"}, icosahedra);
}

void eachField(MaybeConst<PairValue> auto& pair, auto&& visit) {
  visit(Field{"centre", "Species of the centre"}, speciesName(pair.centre));
  visit(Field{"neighbour", "Species of the neighbour"}, speciesName(pair.neighbour));
  visit(Field{"value", "Of the ordered pair"}, pair.value);
}

void eachField(MaybeConst<OrderSummary::Network> auto& n, auto&& visit) {
  visit(Field{"icosahedra", "Icosahedra in the sample"}, n.icosahedra);
  const char* const kinds[] = {"vertex", "edge", "face", "interpenetrating"};
  for (std::size_t k = 0; k < n.linksPerIcosahedron.size(); ++k) {
    const auto name = std::string(kinds[k]) + "_links_per_icosahedron";
    visit(Field{name, "Mean number of icosahedra that one is linked with in this way"},
          n.linksPerIcosahedron[k]);
    visit(Field{name + "_error", "Standard error of that mean"}, n.linksError[k]);
  }
  visit(Field{"atoms_in_network_fraction", "Atoms that are a centre or in the shell of one"},
        n.fraction);
  visit(Field{"atoms_in_network_standard_error", "Of that fraction"}, n.fractionError);
  visit(Field{"interpenetrating_clusters", "Clusters of at least two icosahedra"}, n.coreClusters);
  visit(Field{"largest_interpenetrating_cluster", "Icosahedra in the largest"}, n.largestCores);
  visit(Field{"interpenetrating_percolates_along", "Edges of the box"},
        edgeNames(n.corePercolation));
  visit(Field{"largest_sharing_cluster", "The same through shared atoms of any number"},
        n.largestSharing);
  visit(Field{"sharing_percolates_along", "Edges of the box"}, edgeNames(n.sharingPercolation));
}

void eachField(MaybeConst<OrderSummary::Grains> auto& g, auto&& visit) {
  visit(Field{"atoms", "Atoms in grains"}, g.atoms);
  visit(Field{"fraction", "Of the atoms that are not at a surface"}, g.fraction);
  visit(Field{"standard_error", "Of the fraction"}, g.fractionError);
  visit(Field{"grains", "Grains"}, g.count);
  visit(Field{"largest_grain", "Atoms in the largest"}, g.largest);
}

void eachField(MaybeConst<OrderSummary::Tetrahedra> auto& t, auto&& visit) {
  visit(Field{"cutoff_A", "Length of bonds: the first minimum of g(r)"}, t.cutoff_A);
  visit(Field{"mean_tetrahedrality", "Mean of the column"}, t.meanTetrahedrality);
  visit(Field{"bonds_per_atom", "Mean of the column"}, t.bondsPerAtom);
  visit(Field{"low_density_fraction", "Atoms with four bonds"}, t.lowDensityFraction);
  visit(Field{"low_density_standard_error", "Of that fraction"}, t.lowDensityFractionError);
  visit(Field{"high_density_fraction", "Atoms with five and more"}, t.highDensityFraction);
  visit(Field{"high_density_standard_error", "Of that fraction"}, t.highDensityFractionError);
  visit(Field{"largest_low_density_cluster", "Atoms in it"}, t.largestLowDensity);
  visit(Field{"largest_high_density_cluster", "Atoms in it"}, t.largestHighDensity);
}

void eachField(MaybeConst<CoordinationShell> auto& s, auto&& visit) {
  visit(Field{"pair", "Centre and neighbour"}, pairName(s.centre, s.neighbour));
  visit(Field{"shell", "1 for the first"}, s.number);
  visit(Field{"inner_A", "Minimum of g(r) before it"}, s.inner_A);
  visit(Field{"outer_A", "Minimum of g(r) behind it"}, s.outer_A);
  visit(Field{"peak_A", "Where g(r) is highest"}, s.peak_A);
  visit(Field{"peak", "g there"}, s.peak);
  visit(Field{"neighbours", "Mean number of neighbours around a centre"}, s.neighbours);
}

void eachField(MaybeConst<RadialDistribution> auto& d, auto&& visit) {
  visit(Field{"pair", "Centre and neighbour"}, pairName(d.centre, d.neighbour));
  visit(Field{"first_peak_A", "First peak, 0 where there is none"}, d.firstPeak_A);
  visit(Field{"first_minimum_A", "Minimum behind it, 0 where there is none"}, d.firstMinimum_A);
  visit(Field{"r_A", "Distances"}, d.r_A);
  visit(Field{"g", "g(r)"}, d.g);
}

void eachField(MaybeConst<StructureFactor::Total> auto& t, auto&& visit) {
  visit(Field{"weights", "Radiation"}, t.weights);
  visit(Field{"peak_invA", "Where S(k) is largest"}, t.peak_invA);
  visit(Field{"peak", "S there"}, t.peak);
  visit(Field{"s", "S(k)"}, t.s);
}

void eachField(MaybeConst<StructureFactor::Partial> auto& p, auto&& visit) {
  visit(Field{"pair", "Centre and neighbour"}, pairName(p.centre, p.neighbour));
  visit(Field{"s", "Partial S(k)"}, p.s);
}

void eachField(MaybeConst<StructureFactor> auto& s, auto&& visit) {
  visit(Field{"method", "How S(k) was come by"}, s.method);
  visit(Field{"convention", "Definition"}, std::string("Faber-Ziman; k = 1/d, Q = 2 pi k"));
  visit(Field{"k_invA", "k = 1/d"}, s.k_invA);
  visit(Field{"totals", "By radiation"}, s.totals);
  visit(Field{"partials", "By pair"}, s.partials);
}

void eachField(MaybeConst<MotifRanking::Class> auto& c, auto&& visit) {
  visit(Field{"element", "Species of the centre"}, speciesName(c.centre));
  visit(Field{"index", "Voronoi index"}, c.index.text());
  visit(Field{"count", "Atoms of the class"}, c.count);
  visit(Field{"mean", "Mean of the field"}, c.mean);
  visit(Field{"standard_error", "Of that mean"}, c.standardError);
  visit(Field{"worst", "Whether the class is among the worst"}, c.worst);
}

void eachField(MaybeConst<MotifRanking> auto& r, auto&& visit) {
  visit(Field{"field", "Column by which classes are ranked"}, r.field);
  visit(Field{"worst_share", "Atoms in the worst classes"}, r.share);
  visit(Field{"classes", "Worst first"}, r.classes);
}

void eachField(MaybeConst<FieldCorrelation> auto& f, auto&& visit) {
  visit(Field{"field", "Column"}, f.field);
  visit(Field{"species_mean_removed", "Whether the mean of the species was subtracted"},
        f.speciesMeanRemoved);
  visit(Field{"length_A", "xi of A exp(-r / xi)"}, f.length_A);
  visit(Field{"length_error_A", "Its standard error"}, f.lengthError_A);
  visit(Field{"amplitude", "A"}, f.amplitude);
  visit(Field{"integral_length_A", "Integral of C up to its first zero"}, f.integralLength_A);
  visit(Field{"integral_length_error_A", "Its standard error"}, f.integralLengthError_A);
  visit(Field{"moran_i", "Moran's I of neighbours"}, f.moran);
  visit(Field{"moran_z", "Its deviate for an uncorrelated field"}, f.moranZ);
  visit(Field{"r_A", "Distances"}, f.r_A);
  visit(Field{"c", "C(r)"}, f.c);
  visit(Field{"c_error", "Its standard error"}, f.cError);
}

void eachField(MaybeConst<StructureReport> auto& r, auto&& visit) {
  visit(Field{"convention", "Tessellation and convention of the columns"},
        std::string(textOf(r.settings.weighting)) + ", " + r.settings.convention.text());
  visit(Field{"errors_of_fractions", "What they are"}, std::string(kBinomialErrors));
  visit(Field{"species", "Means of each species"}, r.species);
  visit(Field{"motifs", "Most frequent indices of each species"}, r.motifs.counts);
  visit(Field{"convention_spread", "Icosahedra under other conventions"}, r.motifs.spread);
  visit(Field{"warren_cowley", "Warren-Cowley parameters"}, r.chemistry.warrenCowley);
  visit(Field{"partial_coordination", "Mean numbers of neighbours"},
        r.chemistry.partialCoordination);
  visit(Field{"cargill_spaepen", "Cargill-Spaepen parameter of a binary"},
        r.chemistry.cargillSpaepen);
  visit(Field{"mean_coordination", "Mean number of faces"}, r.chemistry.meanCoordination);
  visit(Field{"mean_coordination_error", "Its standard error"}, r.meanCoordinationError);
  visit(Field{"mean_volume_A3", "Volume per atom of closed cells"}, r.meanVolume_A3);
  visit(Field{"valid_fraction", "Cells whose index obeys Euler's rule"}, r.motifs.validFraction);
  visit(Field{"valid_standard_error", "Of that fraction"}, r.motifs.validFractionError);
  visit(Field{"surface_atoms", "Atoms at a surface"}, r.surfaceAtoms);
  visit(Field{"icosahedral_network", "How icosahedra hang together"}, r.order.network);
  visit(Field{"crystals", "Crystal-like regions"}, r.order.grains);
  if (r.order.tetrahedra)
    visit(Field{"tetrahedral_order", "Order of four-coordinated networks"}, *r.order.tetrahedra);
  visit(Field{"coordination_shells", "Shells of g(r)"}, r.pairs.shells);
  if (!r.pairs.structureFactor.k_invA.empty())
    visit(Field{"structure_factor", "S(k)"}, r.pairs.structureFactor);
  visit(Field{"ranked_motifs", "Motifs by the mean of a column"}, r.motifs.rankings);
  visit(Field{"spatial_correlations", "C(r) of columns"}, r.pairs.fields);
  visit(Field{"g_of_r", "g(r) of the structure that is described"}, r.pairs.radial);
}

void eachField(MaybeConst<StructureSeries::Quantity> auto& q, auto&& visit) {
  visit(Field{"name", "Quantity"}, q.name);
  visit(Field{"unit", "Its unit"}, q.unit);
  visit(Field{"mean", "Over the frames"}, q.mean);
  visit(Field{"standard_error", "Of the mean"}, q.error);
  visit(Field{"values", "Frame by frame"}, q.values);
}

void eachField(MaybeConst<StructureSeries::PairMean> auto& p, auto&& visit) {
  visit(Field{"pair", "Species"}, pairName(p.centre, p.neighbour));
  visit(Field{"r_A", "Distances"}, p.r_A);
  visit(Field{"g", "Mean over the frames"}, p.g);
  visit(Field{"standard_error", "Of the mean"}, p.error);
}

void eachField(MaybeConst<StructureSeries> auto& s, auto&& visit) {
  visit(Field{"errors", "How the errors were come by"}, s.errorMethod);
  visit(Field{"step", "Time steps"}, s.step);
  visit(Field{"time_ps", "Times"}, s.time_ps);
  visit(Field{"source", "Files"}, s.source);
  visit(Field{"quantities", "What was followed"}, s.quantities);
  if (!s.pairs.empty()) visit(Field{"g_of_r", "Mean g(r)"}, s.pairs);
}

}  // namespace glasscope::voronoi
