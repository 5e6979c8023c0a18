#include "pipeline/run/Products.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::pipeline {

// The order is that of a run: what is made first comes first.
const std::vector<ProductKind>& productKinds() {
  using enum Product;
  static const std::vector<ProductKind> kinds = {
      {structure, "atoms/structure.h5", "H5MD 1.1", "sim",
       "thermal snapshots, and the reference structure with its vibrations", ""},
      {structureDump, "atoms/structure.dump", "LAMMPS dump", "sim",
       "the thermal snapshots for OVITO and LAMMPS (read_dump)",
       "no more than two million atoms in all snapshots"},
      {thermo, "structure/thermo.csv", "CSV", "sim",
       "temperature, energy, volume and pressure of the dynamics", ""},
      {states, "atoms/states.h5", "H5MD 1.1", "sim",
       "the sample at the end of every step of a protocol, a frame a step", "`[[step]]`"},
      {stateTable, "structure/states.csv", "CSV", "sim",
       "of each: when, what was asked for, what was reached with errors, strain and stress",
       "`[[step]]`"},
      {densityOfStates, "structure/density_of_states.csv", "CSV", "sim",
       "harmonic modes below a frequency, and their density", "`[vibrations]`, a potential"},
      {heatCapacity, "structure/heat_capacity.csv", "CSV", "sim",
       "vibrational heat capacity against temperature, quantum and classical, and over T^3",
       "`[vibrations]`, a potential"},
      {softestModes, "structure/modes.csv", "CSV", "sim",
       "the softest modes one by one: frequency, participation ratio, its atom, and whether the "
       "box holds no sound wave as slow",
       "`vibrations.modes`, a potential with analytic springs"},
      {furtherStructure, "replicas/<glass>/atoms/structure.h5", "H5MD 1.1", "further glasses",
       "a glass of another seed; beside it the files of its own run", "`voronoi.samples`"},
      {moduli, "structure/moduli.csv", "CSV", "moduli",
       "shear and bulk modulus and the elastic tensor by linear response, strained minima and "
       "fluctuations of the stress, with errors and whether they agree",
       "`[moduli]`"},
      {yielded, "atoms/yielded.h5", "H5MD 1.1", "shear",
       "the sample at rest with D2min of the whole strain and of its first events, and the "
       "strained one",
       "`[shear]`"},
      {stressStrain, "structure/stress_strain.csv", "CSV", "shear",
       "strain, stress, energy of every minimum along the deformation", "`[shear]`"},
      {plasticEvents, "structure/plastic_events.csv", "CSV", "shear",
       "strain, stress drop, energy, place and size of every plastic event", "`[shear]`"},
      {descriptors, "atoms/descriptors.h5", "H5MD 1.1", "voronoi",
       "every atom with all descriptors, their units and definitions", ""},
      {descriptorsXyz, "atoms/descriptors.xyz", "extended XYZ", "voronoi",
       "the same for OVITO and ASE", "a sample that was not streamed"},
      {descriptorsDump, "atoms/descriptors.dump", "LAMMPS dump", "voronoi",
       "the same for OVITO and LAMMPS", "a sample that was not streamed"},
      {structureReport, "structure/report.json", "JSON", "voronoi",
       "motifs, orders, g(r), S(k), networks of the whole sample", ""},
      {structureSeries, "structure/series.json", "JSON", "voronoi",
       "fractions and means frame by frame, with units and standard errors",
       "`voronoi.series`, a sample that was not streamed"},
      {structureSeriesCsv, "structure/series.csv", "CSV", "voronoi", "the same, one line a frame",
       "`voronoi.series`, a sample that was not streamed"},
      {replicas, "structure/replicas.json", "JSON", "voronoi", "the same over independent samples",
       "`voronoi.replicas`"},
      {replicasCsv, "structure/replicas.csv", "CSV", "voronoi", "the same, one line a sample",
       "`voronoi.replicas`"},
      {accuracy, "signals/<scan>/accuracy.json", "JSON", "accuracy of a scan",
       "settings that were chosen for the accuracy asked for, and how far off each signal is",
       "`accuracy_percent`"},
      {accurateCase, "signals/<scan>/case.toml", "TOML", "accuracy of a scan",
       "the case of that scan alone with these settings: it makes the same without measuring them",
       "`accuracy_percent`"},
      {indicators, "structure/indicators.csv", "CSV", "indicators",
       "how well each descriptor of the sample at rest tells where it yields, beside surrogates",
       "`[shear]`"},
      {signal, "signals/<scan>/signal.h5", "EMD 1.0", "each scan and image",
       "what an ideal detector sees: maps with standard errors, patterns of a 4-D scan, images",
       ""},
      {detectors, "signals/<scan>/detectors.h5", "EMD 1.0", "scans of patterns",
       "maps of further detectors beside the patterns", "`detectors`"},
      {series, "signals/<scan>/series.h5", "EMD 1.0", "scans of maps, images",
       "a stack a map, with the setting that the series varies as its first axis", "`series`"},
      {member, "signals/<scan>/<member>.h5", "EMD 1.0", "scans of patterns",
       "the 4-D scan at another value of that setting", "`series`"},
      {memberDetectors, "signals/<scan>/<member>_detectors.h5", "EMD 1.0", "scans of patterns",
       "maps of further detectors there", "`series`, `detectors`"},
      {diffraction, "signals/<image>/diffraction.h5", "EMD 1.0", "each image",
       "the diffraction pattern of a plane wave", ""},
      {rings, "signals/<image>/rings.csv", "CSV", "each image", "its mean over rings, with errors",
       ""},
      {pairsByK, "signals/<image>/pairs_k.csv", "CSV", "each image", "S(k) of the rings",
       "`pair_distribution`"},
      {pairsByR, "signals/<image>/pairs_r.csv", "CSV", "each image", "G(r) and g(r) of the rings",
       "`pair_distribution`"},
      {tiltStack, "signals/<scan>/<signal>.mrc", "MRC2014", "scans over tilts",
       "the images of a tilt series for programs of tomography, one stack a signal",
       "a `series` over tilt_deg"},
      {tiltAngles, "signals/<scan>/angles.rawtlt", "text", "scans over tilts", "the nominal angles",
       "a `series` over tilt_deg"},
      {tiltTruth, "signals/<scan>/tilts.csv", "CSV", "scans over tilts",
       "angle, shift, defocus, thickness of every tilt as they really were",
       "a `series` over tilt_deg"},
      {recorded, "signals/<scan>/recorded.h5", "EMD 1.0", "record",
       "the signal as a microscope records it", "`[record]`"},
      {recordedDetectors, "signals/<scan>/detectors_recorded.h5", "EMD 1.0", "record",
       "the same of further detectors beside patterns", "`[record]`, `detectors`"},
      {recordedSeries, "signals/<scan>/series_recorded.h5", "EMD 1.0", "record",
       "the same of a series; of one over a key of `[record]`, the signal at each of its values",
       "`[record]`, `series`"},
      {recordedMember, "signals/<scan>/<member>_recorded.h5", "EMD 1.0", "record",
       "the same of a 4-D scan in a series", "`[record]`, `series`"},
      {recordedTiltStack, "signals/<scan>/series_recorded.mrc", "MRC2014", "record",
       "the recorded images of a tilt series", "`[record]`, a `series` over tilt_deg"},
      {truth, "signals/<scan>/truth.h5", "EMD 1.0", "compare",
       "descriptors of the atoms, projected onto the raster of the scan", ""},
      {reductions, "signals/<scan>/reductions.h5", "EMD 1.0", "compare",
       "what was compared of the signal: maps; mean pattern, curves and numbers of the whole scan",
       ""},
      {associations, "signals/associations.csv", "CSV", "compare",
       "every truth map against every signal of all scans, one line a pair", ""},
      {associationsAbout, "signals/associations.json", "JSON", "compare",
       "method and settings of that, unit and meaning of every column", ""},
      {filmImages, "film/images.h5", "EMD 1.0", "film",
       "a measured film, its masks, and the image of each method", "a measured film as input"},
      {filmScores, "film/scores.json", "JSON", "film", "how well each agrees, and the verdict",
       "a measured film as input"},
      {filmRings, "film/rings.csv", "CSV", "film", "Fourier ring correlations",
       "a measured film as input"},
      {report, "report.html", "HTML", "report", "one page that shows the run", ""},
  };
  return kinds;
}

const ProductKind& kindOf(Product product) {
  return productKinds().at(static_cast<std::size_t>(product));
}

ProductFile fileOf(Product product, const std::vector<std::string>& names) {
  std::string path = kindOf(product).path;
  for (const std::string& name : names) {
    const std::size_t open = path.find('<'), close = path.find('>');
    GLASSCOPE_ENSURE(open != std::string::npos, "this kind of file has fewer names: " + path);
    path.replace(open, close - open + 1, name);
  }
  GLASSCOPE_ENSURE(path.find('<') == std::string::npos, "this kind of file needs a name: " + path);
  return {product, path};
}

bool isOf(Product product, const std::string& path) {
  // Part by part: <...> stands for any name, or for the part of one that is not written out.
  const std::filesystem::path pattern = kindOf(product).path, given = path;
  return std::ranges::equal(pattern, given, [](const auto& wanted, const auto& part) {
    const std::string text = wanted.string(), name = part.string();
    const std::size_t open = text.find('<'), close = text.find('>');
    if (open == std::string::npos) return text == name;
    const std::string end = text.substr(close + 1);
    return name.size() > open + end.size() && name.starts_with(text.substr(0, open)) &&
           name.ends_with(end);
  });
}

std::string productsMarkdown() {
  std::string text = "| file | format | made by | holds | when |\n|---|---|---|---|---|\n";
  for (const ProductKind& kind : productKinds()) {
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", kind.path, kind.format, kind.writer,
                        kind.holds, kind.when.empty() ? "always" : kind.when);
  }
  return text;
}

}  // namespace glasscope::pipeline
