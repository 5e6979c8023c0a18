#pragma once

#include <filesystem>
#include <string>

#include "compare/measured/ImportSettings.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// What a detector does to an image, undone: (image - dark) * gain, dead pixels filled from their
/// neighbours, and the result in fractions of the beam where its counts are known.
class PixelCorrection {
 public:
  /// Reads the images that the settings name; they have `nx` by `ny` pixels, in the order of axes
  /// of the file that is corrected. `turned`: that order is y, x. Throws Error(usage) for another
  /// size.
  PixelCorrection(const ImportSettings& settings, int nx, int ny, bool turned);

  /// Throws Error(input), which names the image as `where`, when no sound pixel is left.
  void apply(Array2<double>& image, const std::string& where) const;

 private:
  void fill(Array2<double>& image, const Array2<unsigned char>& dead,
            const std::string& where) const;

  Array2<double> dark_, gain_;
  Array2<unsigned char> dead_;
  bool fillsNotFinite_, hasDead_ = false;
  double scale_ = 1;
};

}  // namespace glasscope::compare
