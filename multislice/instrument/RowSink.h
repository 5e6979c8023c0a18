#pragma once

#include <span>
#include <vector>

namespace glasscope::multislice {

/// Where finished rows of a scan go, on rank 0, so that memory does not grow with the scan and a
/// killed scan goes on where it stopped. Rows may arrive in any order.
class RowSink {
 public:
  virtual ~RowSink() = default;

  /// True when an earlier run finished scan row rx; such a row is not computed again.
  virtual bool rowDone(int rx) const = 0;

  /// The numbers that came with a finished row (annular signals).
  virtual std::vector<double> rowExtra(int rx) const = 0;

  /// Patterns [ry, qx, qy] (empty when there is no pixelated detector) and the numbers to be kept
  /// with them. On return the row is safe.
  virtual void writeRow(int rx, std::span<const float> patterns, std::span<const double> extra) = 0;
};

}  // namespace glasscope::multislice
