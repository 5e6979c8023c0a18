#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "sim/frames/FileHead.h"
#include "sim/frames/FrameReader.h"
#include "sim/frames/ReadOptions.h"

namespace glasscope::sim {

/// A file format of configurations: one row of the table in ConfigurationFormats.cpp. A new one is
/// a source of its own that defines one of the functions below, and a row; docs/formats.md repeats
/// the three texts (a test compares).
struct ConfigurationFormat {
  std::string_view name;     ///< for people: "LAMMPS dump"
  std::string_view writers;  ///< programs and commands that write it
  std::string_view notes;    ///< what is understood of it
  /// True for a file of this format. Rows are asked in their order.
  bool (*detect)(const FileHead& head);
  std::unique_ptr<FrameReader> (*open)(const std::filesystem::path& path,
                                       const ReadOptions& options);
};

/// All formats, in the order in which they are asked.
std::span<const ConfigurationFormat> configurationFormats();

/// The format of a file, or nullptr. Throws Error(input) when the file cannot be read.
const ConfigurationFormat* formatOf(const std::filesystem::path& path);

// One source a format.
ConfigurationFormat h5mdFormat();
ConfigurationFormat lammpsDumpFormat();
ConfigurationFormat lammpsYamlFormat();
ConfigurationFormat extendedXyzFormat();
ConfigurationFormat plainXyzFormat();
ConfigurationFormat prismaticFormat();
ConfigurationFormat muStemFormat();
ConfigurationFormat cifFormat();
ConfigurationFormat poscarFormat();
ConfigurationFormat lammpsDataFormat();

}  // namespace glasscope::sim
