#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::sim {

/// Frames of a trajectory, one after the other, so that only those asked for are kept in memory.
class FrameReader {
 public:
  virtual ~FrameReader() = default;
  /// The next frame, or nothing at the end of the file.
  virtual std::optional<Atoms> read() = 0;
  /// Passes over the next frame; false at the end of the file.
  virtual bool skip() = 0;
};

/// The selected frames. The file is opened a second time when frames are counted from its end.
std::vector<Atoms> readSelected(const FrameSelection& selection, const std::string& file,
                                const std::function<std::unique_ptr<FrameReader>()>& open);

std::unique_ptr<FrameReader> openLammpsDump(const std::filesystem::path& path,
                                            const ReadOptions& options);
std::unique_ptr<FrameReader> openXyz(const std::filesystem::path& path, const ReadOptions& options);
Atoms readLammpsData(const std::filesystem::path& path, const std::vector<int>& elements);

}  // namespace glasscope::sim
