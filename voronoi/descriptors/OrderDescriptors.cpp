// Order beyond the single cell: bond orientations, entropy, crystal-like and tetrahedral bonds.
#include <string>

#include <fmt/format.h>

#include "voronoi/descriptors/DescriptorTable.h"

namespace glasscope::voronoi {

namespace {

constexpr auto kPlain = BondWeighting::plain;
constexpr auto kByArea = BondWeighting::area;

constexpr const char* kSteinhardt =
    " (Steinhardt, Nelson and Ronchetti, Phys. Rev. B 28, 784 (1983)), faces equally weighted; ";
constexpr const char* kMickel =
    ", faces weighted by area (Mickel et al., J. Chem. Phys. 138, 044501 (2013)); ";
constexpr const char* kLechner =
    ", averaged over the atom and its face neighbours (Lechner and Dellago, J. Chem. Phys. 129, "
    "114707 (2008))";

using Invariant = const std::vector<double>& (Neighbourhood::*)(int, BondWeighting) const;

/// A row of bond-orientational order: which invariant, of which degree, how weighted.
LocalDescriptor bonds(const std::string& suffix, const std::string& text, Invariant invariant,
                      int degree, BondWeighting weighting) {
  const bool third = invariant == &Neighbourhood::w || invariant == &Neighbourhood::averagedW;
  return {fmt::format("{}{}{}", third ? "w" : "q", degree, suffix), "1",
          (third ? "Normalised third-order invariant" : "Bond-orientational order") + text,
          [invariant, degree, weighting](const Neighbourhood& here) -> AtomValue {
            return [&values = (here.*invariant)(degree, weighting)](std::size_t i) {
              return values[i];
            };
          }};
}

std::string entropyText(const DescriptorFacts& facts) {
  return fmt::format(
      "Two-body excess entropy of the atom's g(r) up to {:g} angstrom, broadened by {:g} (Piaggi "
      "and Parrinello, J. Chem. Phys. 147, 114112 (2017)); the few neighbours of one atom make "
      "g(r) uneven, so that an ideal gas of two species as dense as a metallic glass has about -5 "
      "and not 0: compare, do not count from 0",
      facts.settings.entropyMax_A, facts.settings.entropyBroadening_A);
}

}  // namespace

void addBondOrder(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = tessellationText(facts);
  rows.push_back(bonds("", kSteinhardt + how, &Neighbourhood::q, 4, kPlain));
  rows.push_back(bonds("", kSteinhardt + how, &Neighbourhood::q, 6, kPlain));
  rows.push_back(bonds("", kSteinhardt + how, &Neighbourhood::w, 6, kPlain));
  rows.push_back(bonds("_area_weighted", kMickel + how, &Neighbourhood::q, 6, kByArea));
}

void addFurtherBondOrder(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = tessellationText(facts);
  const auto averaged = std::string(kLechner) + ", faces equally weighted; " + how;
  const auto averagedByArea = std::string(kLechner) + kMickel + how;
  rows.push_back(bonds("", kSteinhardt + how, &Neighbourhood::w, 4, kPlain));
  rows.push_back(bonds("_area_weighted", kMickel + how, &Neighbourhood::q, 4, kByArea));
  for (const int degree : {4, 6}) {
    rows.push_back(bonds("_area_weighted", kMickel + how, &Neighbourhood::w, degree, kByArea));
    rows.push_back(bonds("_averaged", averaged, &Neighbourhood::averagedQ, degree, kPlain));
    rows.push_back(bonds("_averaged", averaged, &Neighbourhood::averagedW, degree, kPlain));
    rows.push_back(bonds("_averaged_area_weighted", averagedByArea, &Neighbourhood::averagedQ,
                         degree, kByArea));
  }
  rows.push_back({"disorder_variable", "1",
                  "Mean over the face neighbours of sum_m |Q_6m(i) - Q_6m(j)|^2 (Kawasaki and "
                  "Onuki, J. Chem. Phys. 135, 174109 (2011)), harmonics weighted by area; " +
                      how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&values = here.disorder()](std::size_t i) { return values[i]; };
                  }});
}

void addEntropy(LocalRows& rows, const DescriptorFacts& facts) {
  rows.push_back(
      {"two_body_entropy", "k_B", entropyText(facts), [](const Neighbourhood& here) -> AtomValue {
         return [&values = here.entropy()](std::size_t i) { return values[i]; };
       }});
}

void addAveragedEntropy(LocalRows& rows, const DescriptorFacts& facts) {
  rows.push_back({"two_body_entropy_averaged", "k_B",
                  entropyText(facts) + ", mean over the atom and its face neighbours",
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&values = here.averagedEntropy()](std::size_t i) { return values[i]; };
                  }});
}

void addCrystalBonds(LocalRows& rows, const DescriptorFacts& facts) {
  rows.push_back({"coherent_bond_share", "1",
                  "Share of coherent bonds by face area; " + coherenceText(facts.settings.crystals),
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&shares = here.crystals().coherentShare](std::size_t i) {
                      return shares[i];
                    };
                  }});
}

void addTetrahedra(LocalRows& rows, const DescriptorFacts& facts) {
  rows.push_back({"tetrahedrality", "1",
                  "1 - 3/8 sum (cos + 1/3)^2 over the pairs of the four nearest neighbours (Chau "
                  "and Hardwick, Mol. Phys. 93, 511 (1998); Errington and Debenedetti, Nature "
                  "409, 318 (2001))",
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&found = here.tetrahedra()](std::size_t i) { return found.q[i]; };
                  }});
  rows.push_back({"bonds", "1", "Number of " + bondText(facts.bondCutoff_A),
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&found = here.tetrahedra()](std::size_t i) {
                      return static_cast<double>(found.bonds[i]);
                    };
                  }});
}

}  // namespace glasscope::voronoi
