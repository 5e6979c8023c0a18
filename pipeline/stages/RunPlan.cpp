#include "pipeline/stages/RunPlan.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Machine.h"
#include "core/system/Text.h"

namespace glasscope::pipeline {

RunPlan::RunPlan(const Case& c, ExpectedStructure structure, bool speed)
    : case_(c), structure_(std::move(structure)), speed_(speed) {}

const multislice::Foil& RunPlan::foil() {
  if (foil_) return *foil_;
  foil_ = multislice::Foil::cut(structure_.atoms, case_.foil);
  text_ += fmt::format("Foil: {:.2f} x {:.2f} angstrom, {:.2f} thick, {} atoms{}\n\n",
                       foil_->extent_A().x(), foil_->extent_A().y(), foil_->thickness_A(),
                       foil_->size(), foil_->isPeriodic() ? "" : ", not periodic across the beam");
  return *foil_;
}

std::filesystem::path RunPlan::finished(const ProductFile& file) const {
  const auto at = finished_.find(file.path);
  return at == finished_.end() ? std::filesystem::path() : at->second;
}

void RunPlan::addFinished(const ProductFile& file, std::filesystem::path at) {
  finished_[file.path] = std::move(at);
}

int RunPlan::snapshots(const ScanCase& scan) const {
  const int there = structure_.snapshots;
  // Where a standard error is asked for, at most all of them.
  const bool all = scan.snapshots == 0 || scan.standardError_percent > 0;
  const int averaged = all ? there : std::min(scan.snapshots, there);
  const int moving = case_.einstein.enabled() ? averaged * case_.einstein.configurations : averaged;
  return moving * std::max(1, case_.microscope.sliceOffsets);
}

void RunPlan::add(const Cost& cost, const std::string& text) {
  total_.time_s += cost.time_s;
  total_.disk_bytes += cost.disk_bytes;
  // One stage after the other.
  total_.memory_bytes = std::max(total_.memory_bytes, cost.memory_bytes);
  text_ += text;
}

std::string RunPlan::totalText(double freeDisk_bytes) const {
  const std::string left =
      leftOut_.empty() ? "" : fmt::format("  not counted: {}\n", fmt::join(leftOut_, ", "));
  return fmt::format("Total: {}, {} of memory, {} of disk before compression ({} free)\n{}",
                     formatDuration(total_.time_s), formatBytes(total_.memory_bytes),
                     formatBytes(total_.disk_bytes), formatBytes(freeDisk_bytes), left);
}

void RunPlan::require(const std::filesystem::path& folder) const {
  if (!refusals_.empty()) {
    const Error& first = refusals_.front();
    std::string why = first.why();
    for (std::size_t i = 1; i < refusals_.size(); ++i)
      why +=
          fmt::format("; beside this: {}, because {}", refusals_[i].problem(), refusals_[i].why());
    throw Error(first.kind(), first.problem(), why, first.remedy());
  }
  const double free = freeDisk_bytes(folder);
  if (total_.disk_bytes <= free) return;
  throw Error(ErrorKind::capacity, "The results do not fit onto the disk",
              fmt::format("they take {} before compression, and {} is free where '{}' will be",
                          formatBytes(total_.disk_bytes), formatBytes(free), folder.string()),
              "scan fewer positions, record fewer pixels (scan.NAME.pixels), or choose "
              "another disk with --output");
}

}  // namespace glasscope::pipeline
