#include "sim/readers/ReadFrames.h"

#include <fmt/format.h>

#include "core/formats/H5md.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Text.h"
#include "sim/readers/FrameReader.h"
#include "sim/readers/LineReader.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

enum class Format { none, empty, dump, data, extendedXyz, plainXyz, h5md, otherHdf5 };

bool isNumberOfAtoms(const std::vector<std::string_view>& words) {
  return words.size() == 1 &&
         words.front().find_first_not_of("0123456789") == std::string_view::npos;
}

bool beginsWithNumbers(const std::vector<std::string_view>& words, std::size_t count) {
  double ignored = 0;
  if (words.size() < count) return false;
  for (std::size_t i = 0; i < count; ++i)
    if (!LineReader::realOrNot(words[i], ignored)) return false;
  return true;
}

// A data file says "N atoms" in the first lines; its title is free text.
bool promisesAtoms(LineReader& lines) {
  constexpr int kLines = 50;
  for (int i = 0; i < kLines && lines.next(); ++i) {
    const auto words = splitWords(lines.line());
    if (words.size() >= 2 && words[1] == "atoms" && beginsWithNumbers(words, 1)) return true;
  }
  return false;
}

Format textFormat(const fs::path& path) {
  LineReader lines(path);
  bool any = lines.next();
  if (!any) return Format::empty;
  if (lines.line().starts_with("ITEM:")) return Format::dump;
  const std::string first(lines.line());
  const auto firstWords = splitWords(first);
  const bool second = lines.next();
  const std::string below(second ? lines.line() : std::string_view());
  if (isNumberOfAtoms(firstWords))
    return below.find("Lattice=") != std::string::npos ||
                   below.find("Properties=") != std::string::npos
               ? Format::extendedXyz
               : Format::plainXyz;
  if (beginsWithNumbers(firstWords, 3) && isNumberOfAtoms(splitWords(below)))
    return Format::plainXyz;
  if (second) lines.putBack();
  return promisesAtoms(lines) ? Format::data : Format::none;
}

Format formatOf(const fs::path& path) {
  if (Hdf5::isHdf5(path)) return isH5md(path) ? Format::h5md : Format::otherHdf5;
  return textFormat(path);
}

[[noreturn]] void refuse(const fs::path& path, Format format) {
  const char* why = format == Format::empty ? "the file is empty"
                    : format == Format::otherHdf5
                        ? "it is an HDF5 file without /h5md and /particles"
                        : "its content is none of the formats that are known";
  throw Error(ErrorKind::input,
              fmt::format("Cannot read '{}' as a configuration of atoms", path.string()), why,
              "give a LAMMPS dump (text), a LAMMPS data file, an extended XYZ or an H5MD file");
}

std::vector<Atoms> readTrajectory(const fs::path& path, const ReadOptions& options) {
  auto trajectories = readH5md(path, options.elements);
  // Of our own files the snapshots come first: they are the trajectory.
  auto& frames = trajectories.front().frames;
  std::vector<Atoms> result;
  for (const long frame : options.frames.resolve(static_cast<long>(frames.size()))) {
    Atoms& atoms = frames[static_cast<std::size_t>(frame)];
    atoms.source = fmt::format("{}, frame {}", path.string(), frame);
    atoms.sortById();
    result.push_back(std::move(atoms));
  }
  return result;
}

}  // namespace

std::vector<Atoms> readFrames(const fs::path& path, const ReadOptions& options) {
  const Format format = formatOf(path);
  switch (format) {
    case Format::dump:
      return readSelected(options.frames, path.string(),
                          [&] { return openLammpsDump(path, options); });
    case Format::extendedXyz:
    case Format::plainXyz:
      return readSelected(options.frames, path.string(), [&] { return openXyz(path, options); });
    case Format::h5md:
      return readTrajectory(path, options);
    case Format::data: {
      static_cast<void>(options.frames.resolve(1));
      std::vector<Atoms> frames;
      frames.push_back(readLammpsData(path, options.elements));
      frames.front().validate();
      frames.front().sortById();
      return frames;
    }
    default:
      refuse(path, format);
  }
}

std::string describeFormat(const fs::path& path) {
  switch (formatOf(path)) {
    case Format::dump:
      return "LAMMPS dump";
    case Format::data:
      return "LAMMPS data file";
    case Format::extendedXyz:
      return "extended XYZ";
    case Format::plainXyz:
      return "XYZ";
    case Format::h5md:
      return "H5MD trajectory";
    default:
      return "";
  }
}

}  // namespace glasscope::sim
