#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "compare/diffraction/MeasuredRings.h"
#include "compare/film/MeasuredFilm.h"
#include "compare/measured/Hdf5Measured.h"
#include "compare/measured/MatlabFile.h"
#include "compare/measured/MrcFile.h"
#include "compare/measured/NpyFile.h"
#include "compare/measured/TiffFile.h"
#include "compare/scores/PointTable.h"
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/formats/MapSeries.h"
#include "pipeline/case/ReadPositions.h"
#include "sim/potentials/EamFile.h"
#include "sim/readers/ConfigurationFormat.h"
#include "sim/readers/ReadFrames.h"
#include "tests/fuzz/FuzzFile.h"
#include "tests/fuzz/ReadMeasured.h"

// One program for all readers, because each link takes long: the environment variable
// GLASSCOPE_FUZZ_READER names the one that is fuzzed.
namespace glasscope {
namespace {

using Path = std::filesystem::path;
using Read = std::function<void(const Path&)>;

// A format is opened itself and not by its mark, so that no mutant is wasted on a damaged first
// line.
Read readerOf(const sim::ConfigurationFormat& format) {
  return [format](const Path& path) {
    for (const std::vector<int>& elements : {std::vector<int>{}, std::vector<int>{29, 40}}) {
      sim::ReadOptions options;
      options.elements = elements;
      options.frames = sim::FrameSelection::parse("all");
      allowRefusal([&] {
        sim::readSelected(options, path.string(), [&] { return format.open(path, options); });
      });
    }
  };
}

void readEmd(const Path& path) {
  if (!Hdf5::isHdf5(path)) return;
  if (isEmdDatacube(path))
    EmdDatacube(path).pattern(0, 0);
  else if (isEmdSeries(path))
    readEmdSeries(path);
  else
    readEmdMaps(path);
  readEmdMetadata(path);
  Hdf5::open(path).damagedDatasets();
}

void readH5(const Path& path) {
  const std::vector<int> elements{29, 40};
  if (isH5md(path)) readH5md(path, elements);
}

void readFilm(const Path& path) {
  if (compare::isMeasuredFilm(path)) compare::readMeasuredFilm(path);
}

// Tables of numbers as text.
void readTables(const Path& path) {
  allowRefusal([&] { compare::readRings(path); });
  allowRefusal([&] { pipeline::readPositions(path); });
  for (const bool finnisSinclair : {false, true})
    allowRefusal([&] { sim::readEamFile(path, finnisSinclair); });
  allowRefusal([&] { compare::readPointTable(path, {2, 2}); });
}

// By its own reader where the file has its mark, so that no mutant is wasted on another name.
template <auto is, auto open>
void readMeasuredBy(const Path& path) {
  if (is(path)) readMeasured(path, *open(path));
}

const std::map<std::string, Read>& readers() {
  static const std::map<std::string, Read> all{
      {"dump", readerOf(sim::lammpsDumpFormat())},
      {"yaml", readerOf(sim::lammpsYamlFormat())},
      {"data", readerOf(sim::lammpsDataFormat())},
      {"extended_xyz", readerOf(sim::extendedXyzFormat())},
      {"plain_xyz", readerOf(sim::plainXyzFormat())},
      {"cif", readerOf(sim::cifFormat())},
      {"prismatic", readerOf(sim::prismaticFormat())},
      {"xtl", readerOf(sim::muStemFormat())},
      {"poscar", readerOf(sim::poscarFormat())},
      {"any", [](const Path& path) { sim::readFrames(path, {}); }},  // packed or not
      {"h5md", readH5},
      {"emd", readEmd},
      {"film", readFilm},
      {"matlab", readMeasuredBy<compare::isMatlab, compare::openMatlab>},
      {"mrc", readMeasuredBy<compare::isMrc, compare::openMrc>},
      {"npy", readMeasuredBy<compare::isNpy, compare::openNpy>},
      {"tiff", readMeasuredBy<compare::isTiff, compare::openTiff>},
      {"microscope", readMeasuredBy<Hdf5::isHdf5, compare::openHdf5Measured>},
      {"import", importWhole},
      {"tables", readTables}};
  return all;
}

const Read& chosen() {
  const char* name = std::getenv("GLASSCOPE_FUZZ_READER");
  const auto found = readers().find(name == nullptr ? "" : name);
  if (found == readers().end()) {
    std::fputs("GLASSCOPE_FUZZ_READER names one of:", stderr);
    for (const auto& [known, read] : readers()) std::fprintf(stderr, " %s", known.c_str());
    std::fputs("\n", stderr);
    std::exit(2);
  }
  return found->second;
}

}  // namespace
}  // namespace glasscope

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const glasscope::Read& read = glasscope::chosen();
  return glasscope::fuzzFile(bytes, size, read);
}
