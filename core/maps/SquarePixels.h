#pragma once

#include "core/math/Array2.h"

namespace glasscope {

/// Number of pixels of side `coarse` about the centre of pixel n / 2 that a row of `n` pixels of
/// side `fine` covers in full; the centre of pixel n / 2 becomes that of pixel result / 2. At least
/// 1.
int coveredPixels(int n, double fine, double coarse);

/// A pattern whose pixels are `stepX` by `stepY` on square pixels of the larger side: intensity is
/// shared out by area, the zero frequency stays at half of the number of pixels, and what covers a
/// pixel at the edge in part is left out.
Array2<float> onSquarePixels(const Array2<float>& pattern, double stepX, double stepY);

}  // namespace glasscope
