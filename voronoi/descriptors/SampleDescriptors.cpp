// What takes all atoms at once: clusters and networks.
#include <cmath>

#include <fmt/format.h>

#include "core/system/InterruptibleFor.h"
#include "voronoi/cells/ImageBins.h"
#include "voronoi/descriptors/DescriptorTable.h"

namespace glasscope::voronoi {

namespace {

using Rows = std::vector<SampleDescriptor>;

/// A coarse-grained column looks this many lengths far.
constexpr double kReaches = 4;

void addGrains(Rows& rows, const DescriptorFacts& facts) {
  const auto& settings = facts.settings.crystals;
  rows.push_back({"crystal_grain",
                  "1",
                  fmt::format("Atoms of the grain that the atom belongs to, 0 outside of grains of "
                              "{} and more atoms with a share of at least {:g} coherent bonds; {}",
                              settings.nucleus, settings.share, coherenceText(settings)),
                  {},
                  [nucleus = settings.nucleus](const WholeSample& sample) -> AtomValue {
                    return [&sample, nucleus](std::size_t i) {
                      const auto size = sample.grains.sizeAt(i);
                      return size >= nucleus ? static_cast<double>(size) : 0.0;
                    };
                  }});
}

void addNetwork(Rows& rows, const DescriptorFacts& facts) {
  const auto how = indexText(facts);
  const char* const names[] = {"vertex", "edge", "face", "interpenetrating"};
  const char* const meanings[] = {"share one atom of the shell", "share two atoms of the shell",
                                  "share three or more atoms of the shell",
                                  "have their centre in the shell"};
  for (int k = 0; k < 4; ++k) {
    const auto kind = static_cast<MotifNetwork::Kind>(k);
    rows.push_back({fmt::format("icosahedron_{}_links", names[k]),
                    "1",
                    fmt::format("Icosahedra that {} of this one, 0 for atoms that centre none; {}",
                                meanings[k], how),
                    {},
                    [kind](const WholeSample& sample) -> AtomValue {
                      return [&sample, kind](std::size_t i) {
                        return static_cast<double>(sample.icosahedra.degreeAt(i, kind));
                      };
                    }});
  }
  rows.push_back({"icosahedron_shells",
                  "1",
                  "Icosahedra in whose shell the atom sits; " + how,
                  {},
                  [](const WholeSample& sample) -> AtomValue {
                    return [&sample](std::size_t i) {
                      return static_cast<double>(sample.icosahedra.shells[i]);
                    };
                  }});
  rows.push_back(
      {"icosahedron_cluster",
       "1",
       "Icosahedra in the interpenetrating cluster that the atom centres, 0 for others; " + how,
       {},
       [](const WholeSample& sample) -> AtomValue {
         return
             [&sample](std::size_t i) { return static_cast<double>(sample.icosahedra.coreAt(i)); };
       }});
}

SampleDescriptor clusterSize(const std::string& name, const std::string& who,
                             const std::string& how, Clusters WholeSample::*clusters) {
  return {name,
          "1",
          fmt::format("Size of the connected cluster of atoms with {} that the atom belongs to, 0 "
                      "for others; {}",
                      who, how),
          {},
          [clusters](const WholeSample& sample) -> AtomValue {
            return [&found = sample.*clusters](std::size_t i) {
              return static_cast<double>(found.sizeAt(i));
            };
          }};
}

void addTetrahedralClusters(Rows& rows, const DescriptorFacts& facts) {
  const auto how = bondText(facts.bondCutoff_A);
  rows.push_back(
      clusterSize("low_density_cluster", "exactly four neighbours", how, &WholeSample::lowDensity));
  rows.push_back(clusterSize("high_density_cluster", "five and more neighbours", how,
                             &WholeSample::highDensity));
}

/// Mean of a column over an atom and all atoms up to four lengths away, each weighted by
/// exp(-r / length); undefined where the column is, and undefined neighbours do not count.
std::vector<double> coarseGrained(const Atoms& atoms, const std::vector<double>& values,
                                  double length_A) {
  const ImageBins images(atoms.box, atoms.positions);
  auto out = values;
  interruptibleFor(std::ssize(values), [&](std::int64_t atom, int) {
    const auto i = static_cast<std::size_t>(atom);
    if (std::isnan(values[i])) return;
    double sum = values[i], weights = 1;
    images.search(i, -1, kReaches * length_A, EveryBin{}, [&](std::int32_t j, const Vec3& vector) {
      const double value = values[static_cast<std::size_t>(j)];
      if (std::isnan(value)) return;
      const double weight = std::exp(-vector.norm() / length_A);
      sum += weight * value;
      weights += weight;
    });
    out[i] = sum / weights;
  });
  return out;
}

void addCoarseFiveFold(Rows& rows, const DescriptorFacts& facts) {
  constexpr double kLength_A = 2.5;  // about the distance of neighbours in a metallic glass
  rows.push_back(
      {"five_fold_fraction_coarse_grained",
       "1",
       fmt::format("Mean of five_fold_fraction over the atom and all atoms within {:g} angstrom, "
                   "weighted by exp(-r / {:g} angstrom) (five-fold symmetry: Hu, Li, Li, Bai and "
                   "Wang, Nat. Commun. 6, 8310 (2015); coarse-graining after Tong and Tanaka, "
                   "Phys. Rev. X 8, 011041 (2018)); {}",
                   kReaches * kLength_A, kLength_A, indexText(facts)),
       {"five_fold_fraction"},
       [](const WholeSample& sample) -> AtomValue {
         return [means = coarseGrained(sample.atoms, sample.column("five_fold_fraction"),
                                       kLength_A)](std::size_t i) { return means[i]; };
       }});
}

}  // namespace

std::vector<SampleDescriptor> sampleDescriptors(const DescriptorFacts& facts) {
  Rows rows;
  addGrains(rows, facts);
  addNetwork(rows, facts);
  addCoarseFiveFold(rows, facts);
  if (facts.bondCutoff_A > 0) addTetrahedralClusters(rows, facts);
  return rows;
}

}  // namespace glasscope::voronoi
