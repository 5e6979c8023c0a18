#pragma once

#include <cmath>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/hdf5/Hdf5.h"
#include "core/math/Array2.h"
#include "core/scattering/ScatteringFactors.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/specimen/Foil.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// The specimen of reference/abtem_cu64zr36.h5 (abTEM 1.0.9) and the conventions that its numbers
/// follow, found by matching them:
///  - each slice is transmitted, then propagated, the last one too;
///  - the band limit of transmission functions and propagator falls as a raised cosine over the
///  last
///    0.01 / dx below 2/3 of the Nyquist frequency;
///  - `atom_k` holds squared frequencies, 1/angstrom^2 (its scattering factors are
///  f(sqrt(atom_k)));
///  - atoms are shared bilinearly among the four nearest pixels. That multiplies the spectrum by
///    about sinc^2(kx dx) sinc^2(ky dy), sinc(x) = sin(pi x) / (pi x), and the compensation applied
///    divides by sin(k d) / (k d), d the pixel: without pi and along the radius, a tenth of what
///    would be needed. At 95 mrad the potential is a quarter too weak. Glasscope places atoms
///    exactly, so the reference's potential is rebuilt here before anything that follows it is
///    compared.
class ReferenceSpecimen {
 public:
  static constexpr int kPoints = 512, kSlices = 20;

  explicit ReferenceSpecimen(const std::filesystem::path& path)
      : file_(Hdf5::open(path)), foil_(read(file_)) {}

  const Hdf5& file() const { return file_; }
  const Foil& foil() const { return foil_; }
  Grid grid() const { return {kPoints, kPoints, foil_.extent_A().x(), foil_.extent_A().y()}; }
  double taper_invA() const { return 0.01 / grid().dx_A(); }

  /// The projected potential of some atoms as the reference computes it.
  Array2<float> bilinear(const ScatteringFactors& factors,
                         std::span<const std::size_t> atoms) const {
    const Grid g = grid();
    const Fft fft(g.nx(), g.ny());
    Wave sum(g.pixels(), 0.0f);
    for (int z : foil_.species()) {
      Wave deposit = share(z, atoms, g);
      fft.forward(deposit.data());
      for (int i = 0; i < g.nx(); ++i) {
        for (int j = 0; j < g.ny(); ++j) {
          const double k = std::hypot(g.kx_invA(i), g.ky_invA(j));
          const double scale = factors.projectedTransform(z, k) / (g.lx_A() * g.ly_A());
          const std::size_t at = static_cast<std::size_t>(i) * g.ny() + j;
          sum[at] += deposit[at] * static_cast<float>(scale / division(k * g.dx_A()));
        }
      }
    }
    fft.inverse(sum.data());
    Array2<float> result(g.nx(), g.ny());
    for (std::size_t i = 0; i < sum.size(); ++i) result[i] = sum[i].real();
    return result;
  }

  std::vector<Array2<float>> bilinearSlices(const ScatteringFactors& factors) const {
    const Slicing slicing(foil_, kSlices);
    std::vector<Array2<float>> slices;
    for (int s = 0; s < kSlices; ++s) slices.push_back(bilinear(factors, slicing.atoms(s)));
    return slices;
  }

 private:
  static double division(double kd) { return kd == 0 ? 1 : std::sin(kd) / kd; }

  static Foil read(const Hdf5& file) {
    const std::vector<double> cell = file.readDoubles("cell"), r = file.readDoubles("position");
    const std::vector<std::int64_t> z = file.readIntegers("atomic_number");
    Atoms atoms;
    atoms.box = Box::orthogonal({cell[0], cell[1], cell[2]});
    for (std::size_t i = 0; i < z.size(); ++i) {
      atoms.add(static_cast<int>(z[i]), {r[3 * i], r[3 * i + 1], r[3 * i + 2]});
    }
    return Foil::cut(atoms, {});
  }

  Wave share(int z, std::span<const std::size_t> atoms, const Grid& g) const {
    Wave deposit(g.pixels(), 0.0f);
    for (std::size_t a : atoms) {
      if (foil_.atomicNumbers()[a] != z) continue;
      const double x = foil_.positions()[a].x() / g.dx_A(), y = foil_.positions()[a].y() / g.dy_A();
      const int i = static_cast<int>(std::floor(x)), j = static_cast<int>(std::floor(y));
      const double u = x - i, v = y - j;
      for (int di : {0, 1}) {
        for (int dj : {0, 1}) {
          const std::size_t at =
              static_cast<std::size_t>((i + di) % g.nx()) * g.ny() + (j + dj) % g.ny();
          deposit[at] += static_cast<float>((di ? u : 1 - u) * (dj ? v : 1 - v));
        }
      }
    }
    return deposit;
  }

  Hdf5 file_;
  Foil foil_;
};

}  // namespace glasscope::multislice
