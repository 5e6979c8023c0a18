#include "sim/readers/DumpFrames.h"

#include <fmt/format.h>

#include "core/system/Log.h"
#include "sim/columns/DumpColumns.h"

namespace glasscope::sim {

std::optional<Atoms> DumpFrames::read() {
  if (!nextHeader()) return std::nullopt;
  DumpColumns columns(frame_.columns, elements_, lines_);
  columns.setVelocityFactor(units_.velocity);
  Atoms atoms;
  atoms.step = frame_.step;
  atoms.time_ps = frame_.time_ps;
  atoms.source = lines_.file();
  columns.start(atoms, frame_.count);
  for (std::size_t i = 0; i < frame_.count; ++i) {
    nextAtom(i);
    columns.add(atoms, wordsOfAtom(), lines_);
  }
  requireWholeFrame();
  columns.finish(atoms, frame_.cell);
  atoms.box = boxOf(frame_.cell, atoms.positions, lines_);
  hasIds_ = hasIds_ && columns.hasIds();
  return atoms;
}

bool DumpFrames::skip() {
  if (!nextHeader()) return false;
  for (std::size_t i = 0; i < frame_.count; ++i) nextAtom(i);
  return true;
}

void DumpFrames::nextAtom(std::size_t done) {
  if (!lines_.next() || !isAtom())
    lines_.endsEarly(
        fmt::format("it has {} of the {} atoms of its last frame", done, frame_.count));
}

// That of the next frame with atoms; false at the end of the file.
bool DumpFrames::nextHeader() {
  for (frame_ = {}; readHeader(frame_); frame_ = {}) {
    if (frame_.count > 0) return true;
    logWarning(fmt::format("a frame without atoms is passed over ({})", lines_.place()));
  }
  return false;
}

}  // namespace glasscope::sim
