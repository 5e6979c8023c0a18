#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/columns/DumpFrame.h"
#include "sim/columns/TypeElements.h"
#include "sim/frames/FrameReader.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// Frames of a LAMMPS dump, whatever its notation: a notation says how it is read above the atoms,
/// and which words an atom's line has.
class DumpFrames : public FrameReader {
 public:
  DumpFrames(const std::filesystem::path& path, const ReadOptions& options)
      : lines_(path), elements_(options.elements) {}

  std::optional<Atoms> read() final;
  bool skip() final;
  bool tellsAtomsApart() const final { return hasIds_; }

 protected:
  /// Reads what stands above the atoms of the next frame into an empty frame; false at the end of
  /// the file.
  virtual bool readHeader(DumpFrame& frame) = 0;
  /// True when the current line may be one of an atom.
  virtual bool isAtom() const = 0;
  /// The words of the current line, an atom's. They are valid until the next line.
  virtual const std::vector<std::string_view>& wordsOfAtom() = 0;
  /// Throws Error(input) when the file was cut inside the last line of a frame.
  virtual void requireWholeFrame() const = 0;

  LineReader lines_;
  LammpsUnits units_;  ///< stay until the dump says others

 private:
  bool nextHeader();
  void nextAtom(std::size_t done);

  TypeElements elements_;
  DumpFrame frame_;
  bool hasIds_ = true;
};

}  // namespace glasscope::sim
