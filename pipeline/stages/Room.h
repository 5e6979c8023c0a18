#pragma once

namespace glasscope::pipeline {

/// The room whose work a stage does; `glasscope <room>` runs the stages of one.
enum class Room { sim, voronoi, multislice, compare, report };

}  // namespace glasscope::pipeline
