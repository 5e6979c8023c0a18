#include "multislice/potentials/Potential.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

/// Points of the local grid along one axis: the whole axis, or a region and its margins.
int localSize(int region, int whole, double pixel_A) {
  const int margin = static_cast<int>(std::ceil(Potential::kMargin_A / pixel_A));
  const int size = Grid::friendlySize(std::max(8, region + 2 * margin));
  return region == whole || size >= whole ? whole : size;
}

Grid localGrid(const Grid& grid, int nx, int ny) {
  if (nx < 1 || ny < 1 || nx > grid.nx() || ny > grid.ny()) {
    throw Error(ErrorKind::usage,
                fmt::format("a region of {} x {} points cannot be filled", nx, ny),
                fmt::format("the grid has {} x {} points", grid.nx(), grid.ny()),
                "choose a region that is not empty and not larger than the grid");
  }
  const int mx = localSize(nx, grid.nx(), grid.dx_A()), my = localSize(ny, grid.ny(), grid.dy_A());
  return Grid(mx, my, mx == grid.nx() ? grid.lx_A() : mx * grid.dx_A(),
              my == grid.ny() ? grid.ly_A() : my * grid.dy_A());
}

/// v(k) / area on half a spectrum, with what undoes the sharing of atoms among grid points.
template <class Transform>
RealImage imageOf(const Transform& v, const Grid& grid, const PointTransform& structure) {
  const int nx = grid.nx(), half = grid.ny() / 2 + 1;
  const double area = grid.lx_A() * grid.ly_A();
  RealImage image(static_cast<std::size_t>(nx) * half);
  for (int i = 0; i <= nx / 2; ++i) {
    for (int j = 0; j < half; ++j) {
      const double k = std::hypot(i / grid.lx_A(), j / grid.ly_A());
      const auto value = static_cast<float>(v(k) / area * structure.correction(i, j));
      image[static_cast<std::size_t>(i) * half + j] = value;
      if (i > 0) image[static_cast<std::size_t>(nx - i) * half + j] = value;
    }
  }
  return image;
}

// Terms below this part of f(0) count to the nucleus too.
constexpr double kFaint = 1e-5;

}  // namespace

std::unique_ptr<Potential::Scratch> Potential::Pool::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Scratch>();
  std::unique_ptr<Scratch> scratch = std::move(idle_.back());
  idle_.pop_back();
  return scratch;
}

void Potential::Pool::give(std::unique_ptr<Scratch> scratch) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(scratch));
}

Potential::Potential(const Grid& grid, const ScatteringFactors& factors,
                     std::span<const int> species)
    : Potential(grid, factors, species, grid.nx(), grid.ny()) {}

Potential::Potential(const Grid& grid, const ScatteringFactors& factors,
                     std::span<const int> species, int nx, int ny, Projection projection,
                     double narrow_A2)
    : grid_(grid),
      nx_(nx),
      ny_(ny),
      local_(localGrid(grid, nx, ny)),
      marginX_(local_.nx() == grid.nx() ? 0 : (local_.nx() - nx) / 2),
      marginY_(local_.ny() == grid.ny() ? 0 : (local_.ny() - ny) / 2),
      structure_(local_.nx(), local_.ny()),
      fft_(local_.nx(), local_.ny()),
      pool_(std::make_unique<Pool>()) {
  for (int z : species) makeTerms(factors, z, projection, narrow_A2);
}

void Potential::makeTerms(const ScatteringFactors& factors, int atomicNumber, Projection projection,
                          double narrow_A2) {
  std::vector<Term>& terms = terms_[atomicNumber];
  const auto whole = [&](double k) { return factors.projectedTransform(atomicNumber, k); };
  if (projection == Projection::infinite) {
    terms.push_back({imageOf(whole, local_, structure_), -1});
    return;
  }
  const double unit = whole(0) / factors.factor(atomicNumber, 0);  // V angstrom^2
  std::vector<ScatteringFactors::Gaussian> gaussians = factors.gaussians(atomicNumber, narrow_A2);
  std::erase_if(gaussians, [&](const auto& g) {
    return std::abs(g.weight_A) < kFaint * factors.factor(atomicNumber, 0);
  });
  for (const auto& g : gaussians) {
    const auto part = [&](double k) { return unit * g.weight_A * std::exp(-g.s_A2 * k * k); };
    terms.push_back({imageOf(part, local_, structure_), g.s_A2});
    reach_A_ = std::max(reach_A_, std::sqrt(g.s_A2));  // erfc(pi) is 1e-5
  }
  const auto rest = [&](double k) {
    double sum = 0;
    for (const auto& g : gaussians) sum += g.weight_A * std::exp(-g.s_A2 * k * k);
    return whole(k) - unit * sum;
  };
  terms.push_back({imageOf(rest, local_, structure_), 0});
}

float Potential::Term::weight(double low_A, double high_A) const {
  if (s_A2 < 0) return 1;
  if (s_A2 == 0) return low_A <= 0 && high_A > 0 ? 1 : 0;
  const double scale = constants::kPi / std::sqrt(s_A2);
  return static_cast<float>(0.5 * (std::erf(scale * high_A) - std::erf(scale * low_A)));
}

double Potential::scratch_bytes() const {
  const int half = local_.ny() / 2 + 1;  // of a real transform
  return structure_.scratch_bytes() +
         static_cast<double>(local_.nx()) * half * sizeof(std::complex<float>) +
         static_cast<double>(local_.pixels()) * sizeof(float);
}

/// The images of atoms on the local grid. Where it is shorter than the lattice an atom may be
/// outside; it is never shorter than a period by so little that an atom would occur twice.
void Potential::collect(const Foil& foil, std::span<const std::size_t> atoms, int atomicNumber,
                        int x0, int y0, Scratch& scratch) const {
  const double shiftX = (x0 - marginX_) * grid_.dx_A() / grid_.lx_A();
  const double shiftY = (y0 - marginY_) * grid_.dy_A() / grid_.ly_A();
  const double scaleX = grid_.lx_A() / local_.lx_A(), scaleY = grid_.ly_A() / local_.ly_A();
  scratch.atoms.clear();
  scratch.depths_A.clear();
  for (std::size_t a : atoms) {
    if (foil.atomicNumbers()[a] != atomicNumber) continue;
    const Vec3& r = foil.positions()[a];
    double x = r.x() / grid_.lx_A() - shiftX, y = r.y() / grid_.ly_A() - shiftY;
    x = (x - std::floor(x)) * scaleX;
    y = (y - std::floor(y)) * scaleY;
    if (x >= 1 || y >= 1) continue;
    scratch.atoms.push_back({x, y, 1.0f});
    scratch.depths_A.push_back(r.z());
  }
}

void Potential::add(const Term& term, const Depths& depths, Scratch& scratch) const {
  scratch.points.clear();
  for (std::size_t i = 0; i < scratch.atoms.size(); ++i) {
    const double z = scratch.depths_A[i];
    const float weight = term.weight(depths.low_A - z, depths.high_A - z);
    if (weight == 0) continue;
    scratch.points.push_back(scratch.atoms[i]);
    scratch.points.back().weight = weight;
  }
  if (scratch.points.empty()) return;
  structure_.accumulate(scratch.points, term.transform, scratch.spectrum, scratch.fine);
}

Array2<float> Potential::project(const Foil& foil, std::span<const std::size_t> atoms, int x0,
                                 int y0) const {
  Array2<float> result(nx_, ny_);
  project(foil, atoms, x0, y0, result.span());
  return result;
}

void Potential::project(const Foil& foil, std::span<const std::size_t> atoms, int x0, int y0,
                        std::span<float> result, const Depths& depths) const {
  GLASSCOPE_ENSURE(result.size() == static_cast<std::size_t>(nx_) * ny_, "no room for the region");
  std::unique_ptr<Scratch> scratch = pool_->take();
  scratch->spectrum.assign(static_cast<std::size_t>(local_.nx()) * (local_.ny() / 2 + 1), 0.0f);
  scratch->image.resize(local_.pixels());
  for (const auto& [z, terms] : terms_) {
    collect(foil, atoms, z, x0, y0, *scratch);
    for (const Term& term : terms) add(term, depths, *scratch);
  }
  fft_.inverseReal(scratch->spectrum.data(), scratch->image.data());
  for (int i = 0; i < nx_; ++i) {
    const float* row = scratch->image.data() + static_cast<std::size_t>(i + marginX_) * local_.ny();
    std::copy_n(row + marginY_, ny_, result.data() + static_cast<std::size_t>(i) * ny_);
  }
  pool_->give(std::move(scratch));
}

}  // namespace glasscope::multislice
