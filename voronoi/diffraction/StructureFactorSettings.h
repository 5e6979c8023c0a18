#pragma once

namespace glasscope::voronoi {

/// How S(k) is come by. k = 1/d in 1/angstrom: multiply by 2 pi for Q.
struct StructureFactorSettings {
  enum class Method {
    fourier,  ///< transform of g(r) up to `range_A`
    direct    ///< squared sums over the wave vectors that fit the periodic box
  };
  bool enabled = true;
  Method method = Method::fourier;
  bool lorch = true;    ///< Lorch's window on g(r): fewer ripples, broader peaks (fourier only)
  double range_A = 0;   ///< of g(r); 0: half of the smallest periodic height, at most 20
  double max_invA = 2;  ///< largest k
  double step_invA = 0.01;
  int vectorsPerBin = 150;  ///< at most so many wave vectors in a bin of k (direct only)
};

}  // namespace glasscope::voronoi
