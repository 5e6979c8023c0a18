#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/Verb.h"
#include "compare/diffraction/MeasuredRings.h"
#include "core/atoms/Elements.h"
#include "core/formats/Emd.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"
#include "core/system/PendingTables.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/PairFiles.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

bool isSaid(const VerbOptions& options, const std::string& key) {
  return std::any_of(options.overrides.begin(), options.overrides.end(),
                     [&](const std::string& item) { return item.rfind(key + "=", 0) == 0; });
}

// The composition is asked for: the default is that of one glass.
compare::PairDistributionSettings settingsOf(const pipeline::Case& c, const VerbOptions& options) {
  compare::PairDistributionSettings settings = c.images.front().pairs;
  if (!options.elements.empty()) settings.atomicNumbers = parseElements(options.elements);
  if (settings.atomicNumbers.size() == 1) settings.fractions = {1};
  if (isSaid(options, "sim.fractions")) settings.fractions = c.meltQuench.fractions;
  if (settings.atomicNumbers.empty() || settings.density_per_A3 <= 0 ||
      settings.fractions.size() != settings.atomicNumbers.size()) {
    throw Error(ErrorKind::usage, "The sample is not known well enough",
                "g(r) needs its elements, a fraction for each, and its density",
                "give --elements Cu,Zr --set sim.fractions=[0.64,0.36] --set "
                "hrtem.pair_density_per_A3=0.0626");
  }
  return settings;
}

compare::Rings ringsIn(const fs::path& input, const Calibration& calibration) {
  requireRegularFile(input);
  if (!Hdf5::isHdf5(input)) return compare::readRings(input);
  const EmdDatacube cube(input, calibration);
  if (!(cube.shape().qStep_invA > 0))
    throw Error(
        ErrorKind::usage,
        fmt::format("'{}' does not tell the size of its diffraction pixels", input.string()),
        "its axes are in pixels, or in a unit that is not known",
        "give it with --set calibration.diffraction_pixel_invA=0.02, calibrate the file in "
        "1/angstrom (py4DSTEM: calibration.set_Q_pixel_size), or give a table of k_invA and "
        "intensity");
  const Array2<double> pattern = compare::meanPattern(cube);
  const Vec2 centre = compare::ringCentre(pattern);
  fmt::print("centre of the rings: pixel ({:.2f}, {:.2f}), counted from (0, 0)\n", centre.x(),
             centre.y());
  return compare::ringsOf(pattern, cube.shape().qStep_invA, centre);
}

// Where a curve is highest, from some place on.
double highest(const std::vector<double>& x, const std::vector<double>& y, double from) {
  std::size_t best = x.size() - 1;
  for (std::size_t i = x.size(); i-- > 0;) {
    if (x[i] >= from && y[i] >= y[best]) best = i;
  }
  return x[best];
}

int run(const VerbOptions& options) {
  const pipeline::Case c = pipeline::parseCase("", "command line", options.overrides);
  const fs::path input = options.input;
  const compare::PairDistributionSettings settings = settingsOf(c, options);
  if (!Mpi::isRoot()) return 0;
  const compare::Rings rings = ringsIn(input, c.calibration);
  const auto pairs = compare::pairDistribution(rings.k_invA, rings.intensity, settings);
  const fs::path folder = options.output.empty() ? input.parent_path() : fs::path(options.output);
  ensureWritableFolder(folder.empty() ? fs::path(".") : folder);
  const std::string stem = input.stem().string();
  const fs::path byK = folder / (stem + "_pairs_k.csv"), byR = folder / (stem + "_pairs_r.csv");
  PendingTables tables;
  tables.add(byK, pipeline::pairsByKText(pairs));
  tables.add(byR, pipeline::pairsByRText(pairs));
  tables.commit();
  fmt::print("{} rings, k from {:.4g} to {:.4g} 1/angstrom (1/d)\n", rings.k_invA.size(),
             rings.k_invA.front(), rings.k_invA.back());
  fmt::print("S(k) is highest at {:.4g} 1/angstrom, g(r) at {:.4g} angstrom\n",
             highest(pairs.k_invA, pairs.s, settings.min_invA), highest(pairs.r_A, pairs.g, 1.0));
  fmt::print("Written: {}, {}\n", byK.string(), byR.string());
  return 0;
}

}  // namespace

Verb pairsVerb() {
  Verb verb;
  verb.name = "pairs";
  verb.summary = "Reduce measured diffraction rings to S(k), G(r) and g(r)";
  verb.input = "Patterns (EMD 1.0, calibrated), or a table of k_invA or Q_invA and intensity";
  verb.makesRun = true;
  verb.examples =
      "The keys are hrtem.pair_* and sim.fractions; of a scan the mean pattern is taken.\n"
      "  glasscope pairs pattern.h5 --elements Cu,Zr --set sim.fractions=[0.64,0.36] "
      "--set hrtem.pair_density_per_A3=0.0626 --set hrtem.pair_min_invA=0.3\n"
      "  glasscope pairs rings.csv --elements Si --set hrtem.pair_density_per_A3=0.05 -o reduced";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
