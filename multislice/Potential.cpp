#include "multislice/Potential.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/Error.h"

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

/// v_Z(k) / area on half a spectrum, with what undoes the sharing of atoms among grid points.
RealImage transformOf(const ScatteringFactors& factors, int z, const Grid& grid,
                      const StructureFactor& structure) {
  const int nx = grid.nx(), half = grid.ny() / 2 + 1;
  const double area = grid.lx_A() * grid.ly_A();
  RealImage transform(static_cast<std::size_t>(nx) * half);
  const auto at = [&](int i, int j) -> float& {
    return transform[static_cast<std::size_t>(i) * half + j];
  };
  for (int i = 0; i <= nx / 2; ++i) {
    for (int j = 0; j < half; ++j) {
      const double k = std::hypot(i / grid.lx_A(), j / grid.ly_A());
      const double v = factors.projectedTransform(z, k) / area * structure.correction(i, j);
      at(i, j) = static_cast<float>(v);
      if (i > 0) at(nx - i, j) = static_cast<float>(v);
    }
  }
  return transform;
}

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
                     std::span<const int> species, int nx, int ny)
    : grid_(grid),
      nx_(nx),
      ny_(ny),
      local_(localGrid(grid, nx, ny)),
      marginX_(local_.nx() == grid.nx() ? 0 : (local_.nx() - nx) / 2),
      marginY_(local_.ny() == grid.ny() ? 0 : (local_.ny() - ny) / 2),
      structure_(local_.nx(), local_.ny()),
      fft_(local_.nx(), local_.ny()),
      pool_(std::make_unique<Pool>()) {
  for (int z : species) transforms_[z] = transformOf(factors, z, local_, structure_);
}

double Potential::scratch_bytes() const {
  const double half = local_.ny() / 2 + 1;
  return structure_.scratch_bytes() + local_.nx() * half * sizeof(std::complex<float>) +
         static_cast<double>(local_.pixels()) * sizeof(float);
}

/// The images of atoms on the local grid. Where it is shorter than the lattice an atom may be
/// outside; it is never shorter than a period by so little that an atom would occur twice.
void Potential::collect(const Foil& foil, std::span<const std::size_t> atoms, int atomicNumber,
                        int x0, int y0, std::vector<StructureFactor::Point>& points) const {
  const double shiftX = (x0 - marginX_) * grid_.dx_A() / grid_.lx_A();
  const double shiftY = (y0 - marginY_) * grid_.dy_A() / grid_.ly_A();
  const double scaleX = grid_.lx_A() / local_.lx_A(), scaleY = grid_.ly_A() / local_.ly_A();
  points.clear();
  for (std::size_t a : atoms) {
    if (foil.atomicNumbers()[a] != atomicNumber) continue;
    const Vec3& r = foil.positions()[a];
    double x = r.x() / grid_.lx_A() - shiftX, y = r.y() / grid_.ly_A() - shiftY;
    x = (x - std::floor(x)) * scaleX;
    y = (y - std::floor(y)) * scaleY;
    if (x < 1 && y < 1) points.push_back({x, y, 1.0f});
  }
}

Array2<float> Potential::project(const Foil& foil, std::span<const std::size_t> atoms, int x0,
                                 int y0) const {
  Array2<float> result(nx_, ny_);
  project(foil, atoms, x0, y0, result.span());
  return result;
}

void Potential::project(const Foil& foil, std::span<const std::size_t> atoms, int x0, int y0,
                        std::span<float> result) const {
  GLASSCOPE_ENSURE(result.size() == static_cast<std::size_t>(nx_) * ny_, "no room for the region");
  std::unique_ptr<Scratch> scratch = pool_->take();
  scratch->spectrum.assign(static_cast<std::size_t>(local_.nx()) * (local_.ny() / 2 + 1), 0.0f);
  scratch->image.resize(local_.pixels());
  for (const auto& [z, transform] : transforms_) {
    collect(foil, atoms, z, x0, y0, scratch->points);
    if (scratch->points.empty()) continue;
    structure_.accumulate(scratch->points, transform, scratch->spectrum, scratch->fine);
  }
  fft_.inverseReal(scratch->spectrum.data(), scratch->image.data());
  for (int i = 0; i < nx_; ++i) {
    const float* row = scratch->image.data() + static_cast<std::size_t>(i + marginX_) * local_.ny();
    std::copy_n(row + marginY_, ny_, result.data() + static_cast<std::size_t>(i) * ny_);
  }
  pool_->give(std::move(scratch));
}

}  // namespace glasscope::multislice
