#pragma once

#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope {

/// parallelFor() that ends with Error(interrupted) where a stop was asked for: for work of seconds
/// that shows no progress and whose results are not kept.
template <class Body>
void interruptibleFor(std::int64_t count, const Body& body) {
  parallelFor(count, [&](std::int64_t index, int worker) {
    throwIfInterrupted();
    body(index, worker);
  });
}

}  // namespace glasscope
