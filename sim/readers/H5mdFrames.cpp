#include "core/formats/H5md.h"
#include "sim/frames/FrameReader.h"
#include "sim/readers/ConfigurationFormat.h"

// H5MD trajectories: nongnu.org/h5md; the layout is read by core/formats/H5mdReader.cpp.
namespace glasscope::sim {
namespace {

class H5mdFrames : public FrameReader {
 public:
  H5mdFrames(const std::filesystem::path& path, const ReadOptions& options)
      : reader_(path, options.elements) {}

  std::optional<Atoms> read() override {
    if (next_ >= reader_.frames()) return std::nullopt;
    return reader_.frame(next_++);
  }
  bool skip() override { return next_ < reader_.frames() && ++next_ > 0; }

 private:
  H5mdReader reader_;
  std::uint64_t next_ = 0;
};

}  // namespace

ConfigurationFormat h5mdFormat() {
  return {"H5MD trajectory", "MDAnalysis, ESPResSo, LAMMPS `dump h5md`, ours",
          "order, ids and species may change from frame to frame; groups are put together; species "
          "are types with `--elements`, else atomic numbers",
          [](const FileHead& head) { return head.isHdf5 && isH5md(head.path); },
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<H5mdFrames>(path, options);
          }};
}

}  // namespace glasscope::sim
