#include "pipeline/imaging/PairFiles.h"

#include <map>

#include <fmt/format.h>

#include "compare/diffraction/PairDistribution.h"
#include "core/system/Error.h"

namespace glasscope::pipeline {

namespace {

compare::PairDistributionSettings settingsFor(const Case& c, const ImageCase& image,
                                              const multislice::Foil& foil) {
  compare::PairDistributionSettings settings = image.pairs;
  if (settings.max_invA == 0) {
    settings.max_invA = multislice::ElectronBeam(c.microscope.voltage_kV)
                            .frequency_invA(image.pattern.max_angle_mrad);
  }
  std::map<int, double> counts;
  for (const int z : foil.atomicNumbers()) counts[z] += 1;
  for (const auto& [z, count] : counts) {
    settings.atomicNumbers.push_back(z);
    settings.fractions.push_back(count / static_cast<double>(foil.size()));
  }
  settings.density_per_A3 = static_cast<double>(foil.size()) / foil.extent_A().prod();
  return settings;
}

}  // namespace

std::string pairsByKText(const compare::PairDistribution& pairs) {
  std::string text =
      "# Structure factor of the diffraction rings, electron weights, Faber-Ziman; scale: N(k), "
      "fitted, in the rings' unit per angstrom^2\nk_invA,s,phi_invA,scale\n";
  for (std::size_t i = 0; i < pairs.k_invA.size(); ++i) {
    text += fmt::format("{:.8g},{:.6g},{:.6g},{:.6g}\n", pairs.k_invA[i], pairs.s[i],
                        pairs.phi_invA[i], pairs.scale[i]);
  }
  return text;
}

std::string pairsByRText(const compare::PairDistribution& pairs) {
  std::string text =
      "# Pair distribution of the diffraction rings: G = 4 pi r rho (g - 1)\nr_A,G_per_A2,g\n";
  for (std::size_t i = 0; i < pairs.r_A.size(); ++i) {
    text += fmt::format("{:.6g},{:.6g},{:.6g}\n", pairs.r_A[i], pairs.G_per_A2[i], pairs.g[i]);
  }
  return text;
}

void requirePairDistribution(const ImageCase& image, const multislice::Foil& foil) {
  if (foil.isPeriodic()) return;
  throw Error(ErrorKind::usage,
              fmt::format("{}: there is no pair distribution of this foil", image.name),
              "there is vacuum beside it, and its outline scatters too",
              fmt::format("take a foil that is periodic across the beam, or "
                          "{}.pair_distribution = false",
                          image.name));
}

compare::PairDistribution pairDistributionOf(const Case& c, const ImageCase& image,
                                             const multislice::HrtemResult& result,
                                             const multislice::Foil& foil) {
  std::vector<double> k, intensity;
  for (const multislice::DiffractionRing& ring : result.rings) {
    k.push_back(ring.k_invA);
    intensity.push_back(ring.intensity_per_invA2);
  }
  return compare::pairDistribution(k, intensity, settingsFor(c, image, foil));
}

}  // namespace glasscope::pipeline
