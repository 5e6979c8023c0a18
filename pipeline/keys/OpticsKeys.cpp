#include "pipeline/keys/OpticsKeys.h"

#include <utility>

#include <fmt/format.h>

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

namespace {

using multislice::Aberrations;
using multislice::kAberrationTerms;

Aberrations& haadfLens(Case& c) {
  return c.haadf.probe.aberrations;
}

Aberrations& nanodiffractionLens(Case& c) {
  return c.nanodiffraction.probe.aberrations;
}

Aberrations& hrtemLens(Case& c) {
  return c.hrtem.imaging.aberrations;
}

template <auto lens, std::size_t i>
void addTerm(const std::string& table, std::vector<CaseKey>& keys) {
  constexpr const auto& term = kAberrationTerms[i];
  keys.push_back(
      numberKey(fmt::format("{}.{}", table, term.name),
                fmt::format("{}, C{}{} of Krivanek", term.what, term.order, term.multiplicity), {},
                [](Case& c) -> double& { return lens(c).*kAberrationTerms[i].magnitude_A; }));
  if constexpr (term.multiplicity > 0) {
    keys.push_back(
        numberKey(fmt::format("{}.{}", table, term.azimuth), "Its azimuth from x", {-360, 360},
                  [](Case& c) -> double& { return lens(c).*kAberrationTerms[i].azimuth_deg; }));
  }
}

// Defocus and every aberration to fifth order.
template <auto lens>
std::vector<CaseKey> aberrationKeys(const std::string& table) {
  std::vector<CaseKey> keys = {numberKey(table + ".defocus_A", "Defocus; positive is underfocus",
                                         {}, [](Case& c) -> double& { return lens(c).defocus_A; })};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (addTerm<lens, i>(table, keys), ...);
  }
  (std::make_index_sequence<kAberrationTerms.size()>());
  return keys;
}

// The finite source of a scan, its focal spread, and what records it.
template <auto scan>
std::vector<CaseKey> recordingKeys(const std::string& table) {
  return {
      numbersKey(table + ".defoci_A",
                 "Defoci of a focal series beside the scan at its defocus; a scattering matrix "
                 "serves all of them",
                 {}, [](Case& c) -> std::vector<double>& { return (c.*scan).defoci_A; }),
      numberKey(table + ".focal_spread_A",
                "Focal spread: the standard deviation of the defocus (half-width at 1/e over "
                "square root 2); the scan is averaged over it",
                kNotNegative, [](Case& c) -> double& { return (c.*scan).focalSpread_A; }),
      integerKey(table + ".focal_nodes",
                 "Scans, each at one defocus, that the focal spread is averaged over "
                 "(Gauss-Hermite); 0: as many as the aperture asks for",
                 {0, 64}, [](Case& c) -> int& { return (c.*scan).focalNodes; }),
      textsKey(table + ".detectors",
               "More detectors of the same probes, as texts or as tables [[" + table +
                   ".detectors]]: name; kind disc, annulus, segmented or com (centre of mass); "
                   "inner_mrad, outer_mrad; rings, sectors and rotation_deg of segments",
               [](Case& c) -> std::vector<std::string>& { return (c.*scan).detectors; }),
      numbersKey(table + ".thicknesses_A",
                 "Depths at which the detectors record too, beside the exit", kPositive,
                 [](Case& c) -> std::vector<double>& { return (c.*scan).thicknesses_A; }),
      numberKey(table + ".source_fwhm_A",
                "Full width at half maximum of the source's image, with which the finished scan is "
                "convolved; 0: a point",
                kNotNegative, [](Case& c) -> double& { return (c.*scan).source.fwhm_A; }),
      textKey(table + ".source_profile", "Shape of the source", {"gaussian", "lorentzian"},
              [](Case& c) -> std::string& { return (c.*scan).source.profile; }),
  };
}

std::vector<CaseKey> joined(std::vector<CaseKey> keys, const std::vector<CaseKey>& more) {
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

std::vector<CaseKey> hrtemImagingKeys() {
  return {
      numbersKey("hrtem.defoci_A",
                 "Defoci of a focal series, an image each; empty takes hrtem.defocus_A", {},
                 [](Case& c) -> std::vector<double>& { return c.hrtem.imaging.defoci_A; }),
      numberKey("hrtem.aperture_mrad", "Half-angle of the objective aperture; 0: none",
                kNotNegative, [](Case& c) -> double& { return c.hrtem.imaging.aperture_mrad; }),
      numberKey("hrtem.focal_spread_A",
                "Focal spread: the standard deviation of the defocus (half-width at 1/e over "
                "square root 2)",
                kNotNegative, [](Case& c) -> double& { return c.hrtem.imaging.focalSpread_A; }),
      integerKey("hrtem.focal_nodes",
                 "Defoci that the focal spread is averaged over (Gauss-Hermite); 0: as many as the "
                 "largest angle asks for",
                 {0, 64}, [](Case& c) -> int& { return c.hrtem.imaging.focalNodes; }),
      numberKey("hrtem.convergence_mrad",
                "Convergence of the illumination: standard deviation of its angles along one axis",
                kNotNegative, [](Case& c) -> double& { return c.hrtem.imaging.convergence_mrad; }),
      textKey("hrtem.coherence",
              "How the focal spread counts: images are averaged over it, or it damps the transfer "
              "function (quasi-coherent, for thin objects)",
              {"average", "envelope"},
              [](Case& c) -> std::string& { return c.hrtem.imaging.coherence; }),
  };
}

}  // namespace

std::vector<CaseKey> haadfOpticsKeys() {
  return joined(aberrationKeys<haadfLens>("haadf"), recordingKeys<&Case::haadf>("haadf"));
}

std::vector<CaseKey> nanodiffractionOpticsKeys() {
  return joined(aberrationKeys<nanodiffractionLens>("nanodiffraction"),
                recordingKeys<&Case::nanodiffraction>("nanodiffraction"));
}

std::vector<CaseKey> hrtemKeys() {
  std::vector<CaseKey> keys = {flagKey("hrtem.enabled",
                                       "Record plane-wave images and the diffraction pattern",
                                       [](Case& c) -> bool& { return c.hrtem.enabled; })};
  keys = joined(std::move(keys), aberrationKeys<hrtemLens>("hrtem"));
  keys = joined(std::move(keys), hrtemImagingKeys());
  return joined(
      std::move(keys),
      {numberKey("hrtem.max_angle_mrad", "Largest angle along the axes of the diffraction pattern",
                 kPositive, [](Case& c) -> double& { return c.hrtem.pattern.max_angle_mrad; }),
       integerKey("hrtem.pixels",
                  "Pixels of the pattern along each axis, even; 0 takes those of the simulation",
                  {0, 8192}, [](Case& c) -> int& { return c.hrtem.pattern.pixels; }),
       integerKey("hrtem.snapshots", "Thermal snapshots averaged over; 0 takes all", {0, 100000},
                  [](Case& c) -> int& { return c.hrtem.snapshots; })});
}

}  // namespace glasscope::pipeline
