#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/atoms/CellEdges.h"
#include "sim/frames/LineReader.h"
#include "sim/frames/ReadOptions.h"

namespace glasscope::sim {

/// Frames of a trajectory, one after the other, so that only those asked for are kept in memory.
class FrameReader {
 public:
  virtual ~FrameReader() = default;
  /// The next frame, or nothing at the end of the file. Frames without atoms are passed over.
  virtual std::optional<Atoms> read() = 0;
  /// Passes over the next frame; false at the end of the file.
  virtual bool skip() = 0;
  /// False when nothing says which atom of one frame is which atom of the next.
  virtual bool tellsAtomsApart() const { return true; }
};

/// The one frame of a file that cannot hold more.
class SingleFrame : public FrameReader {
 public:
  explicit SingleFrame(std::function<Atoms()> reader) : reader_(std::move(reader)) {}
  std::optional<Atoms> read() override {
    if (!skip()) return std::nullopt;
    return reader_();
  }
  bool skip() override { return !std::exchange(done_, true); }

 private:
  std::function<Atoms()> reader_;
  bool done_ = false;
};

/// boxOf of core/atoms/CellEdges.h. Throws Error(input) naming the line when the cell is not
/// usable.
Box boxOf(const CellEdges& cell, const std::vector<Vec3>& positions, const LineReader& at);

/// The selected frames. The file is opened a second time when frames are counted from its end.
std::vector<Atoms> readSelected(const ReadOptions& options, const std::string& file,
                                const std::function<std::unique_ptr<FrameReader>()>& open);

}  // namespace glasscope::sim
