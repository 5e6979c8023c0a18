#pragma once

#include <array>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::voronoi {

/// What g(r) is multiplied by before its transform.
enum class PairWindow {
  lorch,  ///< sin(x)/x, x = pi r / range (E. Lorch, J. Phys. C 2, 229 (1969)): fewer ripples,
          ///< broader peaks
  none
};
constexpr auto wordsOf(PairWindow) {
  return std::array{Word{PairWindow::lorch, "lorch"}, Word{PairWindow::none, "none"}};
}

/// How S(k) is come by. k = 1/d in 1/angstrom: multiply by 2 pi for Q.
struct StructureFactorSettings {
  enum class Method {
    fourier,  ///< transform of g(r) up to `range_A`
    direct    ///< squared sums over the wave vectors that fit the periodic box
  };
  bool enabled = true;
  Method method = Method::fourier;
  PairWindow window = PairWindow::lorch;  ///< fourier only
  double range_A = 0;   ///< of g(r); 0: half of the smallest periodic height, at most 20
  double max_invA = 2;  ///< largest k
  double step_invA = 0.01;
  int vectorsPerBin = 150;  ///< at most so many wave vectors in a bin of k (direct only)
};

constexpr auto wordsOf(StructureFactorSettings::Method) {
  using Method = StructureFactorSettings::Method;
  return std::array{Word{Method::fourier, "fourier"}, Word{Method::direct, "direct"}};
}

void eachField(MaybeConst<StructureFactorSettings> auto& s, auto&& visit) {
  visit(
      Field{"structure_factor", "Partial and total S(k) with neutron, X-ray and electron weights"},
      s.enabled);
  visit(Field{"sq_method",
              "By Fourier transform of g(r), or by direct sums over the wave vectors of a periodic "
              "box"},
        s.method);
  visit(Field{"sq_window", "Window on g(r) before the transform"}, s.window);
  visit(Field{"sq_range_A", "Range of that g(r); 0 goes to half of the box, at most 20 angstrom",
              kNotNegative},
        s.range_A);
  visit(Field{"sq_max_invA", "Largest k = 1/d (Q is 2 pi k)", {0, 12, true}}, s.max_invA);
  visit(Field{"sq_step_invA", "Step of k", {0, 1, true}}, s.step_invA);
}

}  // namespace glasscope::voronoi
