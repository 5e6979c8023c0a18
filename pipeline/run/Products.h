#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace glasscope::pipeline {

/// A kind of file in the folder of a run.
enum class Product : std::uint8_t {
  structure,
  structureDump,
  thermo,
  states,
  stateTable,
  densityOfStates,
  heatCapacity,
  softestModes,
  furtherStructure,
  moduli,
  yielded,
  stressStrain,
  plasticEvents,
  descriptors,
  descriptorsXyz,
  descriptorsDump,
  structureReport,
  structureSeries,
  structureSeriesCsv,
  replicas,
  replicasCsv,
  accuracy,
  accurateCase,
  indicators,
  signal,
  detectors,
  series,
  member,
  memberDetectors,
  diffraction,
  rings,
  pairsByK,
  pairsByR,
  tiltStack,
  tiltAngles,
  tiltTruth,
  recorded,
  recordedDetectors,
  recordedSeries,
  recordedMember,
  recordedTiltStack,
  truth,
  reductions,
  associations,
  associationsAbout,
  filmImages,
  filmScores,
  filmRings,
  report,
  count
};

/// What a kind of file is: a row of the table of products, from which the stages, `glasscope info`
/// and docs/formats.md take it.
struct ProductKind {
  Product product;
  std::string path;    ///< relative to the folder of the run; <...> stands for a name
  std::string format;  ///< "H5MD 1.1", "EMD 1.0", "CSV", ...
  std::string writer;  ///< the stage that makes it
  std::string holds;   ///< what is in it, in a few words
  std::string when;    ///< which keys ask for it; "" for always
};

/// The table, in the order of `Product`.
const std::vector<ProductKind>& productKinds();
const ProductKind& kindOf(Product product);

/// One file of a run.
struct ProductFile {
  Product product = Product::count;
  std::string path;  ///< relative to the folder of the run

  bool operator==(const ProductFile&) const = default;
};

/// The file of a kind whose names, in their order, are these: {"haadf"} for "signals/<scan>/...".
ProductFile fileOf(Product product, const std::vector<std::string>& names = {});

/// Whether a file with this path is of that kind.
bool isOf(Product product, const std::string& path);

/// The table for docs/formats.md.
std::string productsMarkdown();

}  // namespace glasscope::pipeline
