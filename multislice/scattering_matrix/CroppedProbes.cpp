#include "multislice/scattering_matrix/CroppedProbes.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/scattering_matrix/BeamPanels.h"

namespace glasscope::multislice {

namespace {

constexpr std::size_t kRows = BeamPanels::kRows, kPanel = BeamPanels::kPanel;

/// Points along a coarse axis: carries frequencies up to `reach`, divides by the factor.
int coarse(int n, int factor, int reach) {
  return std::min(n, factor * Grid::friendlySize((2 * reach + 1 + factor - 1) / factor));
}

int wrapped(int i, int n) {
  return ((i % n) + n) % n;
}

/// Copies the frequencies that two grids share, both unshifted. Where the smaller grid's Nyquist
/// frequency stands for both signs it is left out.
void copyFrequencies(const std::complex<float>* from, int fx, int fy, std::complex<float>* to,
                     int tx, int ty) {
  const int hx = (std::min(fx, tx) - 1) / 2, hy = (std::min(fy, ty) - 1) / 2;
  for (int i = -hx; i <= hx; ++i) {
    const std::complex<float>* a = from + static_cast<std::size_t>(wrapped(i, fx)) * fy;
    std::complex<float>* b = to + static_cast<std::size_t>(wrapped(i, tx)) * ty;
    std::copy_n(a, hy + 1, b);
    std::copy_n(a + fy - hy, hy, b + ty - hy);
  }
}

/// Which of the n lines of a ring the windows [start, start + size) cover.
std::vector<bool> covered(const std::vector<int>& starts, int size, int n) {
  std::vector<bool> lines(n);
  for (int start : starts) {
    for (int i = 0; i < size; ++i) lines[wrapped(start + i, n)] = true;
  }
  return lines;
}

}  // namespace

Grid CroppedProbes::partOf(const Grid& grid, int factor) {
  if (factor < 1 || grid.nx() % (2 * factor) != 0 || grid.ny() % (2 * factor) != 0) {
    throw Error(ErrorKind::usage,
                fmt::format("a grid of {} x {} points cannot be cut into {} x {} probes", grid.nx(),
                            grid.ny(), factor, factor),
                "both numbers have to be even multiples of the interpolation factor",
                "choose another prism_interpolation or grid_points");
  }
  return Grid(grid.nx() / factor, grid.ny() / factor, grid.lx_A() / factor, grid.ly_A() / factor);
}

CroppedProbes::CroppedProbes(const Grid& grid, int factor, int reach_x, int reach_y, int depths)
    : grid_(grid),
      probeGrid_(partOf(grid, factor)),
      factor_(factor),
      nx_(coarse(grid.nx(), factor, reach_x)),
      ny_(coarse(grid.ny(), factor, reach_y)),
      depths_(depths),
      image_(nx_, ny_),
      window_(windowX(), windowY()) {}

std::size_t CroppedProbes::panelsOfLine() const {
  return (ny_ + kRows - 1) / kRows;
}

std::size_t CroppedProbes::rowsOfDepth() const {
  return panelsOfLine() * kRows * nx_;
}

int CroppedProbes::startX(const Vec2& position_A) const {
  return static_cast<int>(std::lround(position_A.x() / grid_.lx_A() * nx_)) - windowX() / 2;
}

int CroppedProbes::startY(const Vec2& position_A) const {
  return static_cast<int>(std::lround(position_A.y() / grid_.ly_A() * ny_)) - windowY() / 2;
}

void CroppedProbes::record(int depth, std::span<const std::complex<float>> wave,
                           std::span<std::complex<float>> values) const {
  Wave image(static_cast<std::size_t>(nx_) * ny_, 0.0f);
  copyFrequencies(wave.data(), grid_.nx(), grid_.ny(), image.data(), nx_, ny_);
  image_.inverse(image.data());
  std::complex<float>* to = values.data() + depth * rowsOfDepth();
  for (int i = 0; i < nx_; ++i, to += panelsOfLine() * kRows) {
    std::copy_n(image.data() + static_cast<std::size_t>(i) * ny_, ny_, to);
  }
}

std::vector<std::size_t> CroppedProbes::panelsFor(std::span<const Vec2> positions_A) const {
  std::vector<int> x, y;
  for (const Vec2& r : positions_A) {
    x.push_back(startX(r));
    y.push_back(startY(r));
  }
  const std::vector<bool> lines = covered(x, windowX(), nx_), columns = covered(y, windowY(), ny_);
  std::vector<bool> panelColumns(panelsOfLine());
  for (std::size_t j = 0; j < columns.size(); ++j) {
    if (columns[j]) panelColumns[j / kRows] = true;
  }
  std::vector<std::size_t> panels;
  for (std::size_t line = 0; line < depths_ * nx_; ++line) {
    if (!lines[line % nx_]) continue;
    for (std::size_t p = 0; p < panelsOfLine(); ++p) {
      if (panelColumns[p]) panels.push_back(line * panelsOfLine() + p);
    }
  }
  return panels;
}

void CroppedProbes::restore(int depth, const Vec2& position_A, std::span<const std::size_t> panels,
                            const float* product, std::span<std::complex<float>> wave) const {
  const int mx = windowX(), my = windowY();
  Wave part(static_cast<std::size_t>(mx) * my);
  const float scale = 1.0f / static_cast<float>(part.size());
  for (int i = 0; i < mx; ++i) {
    const std::size_t line =
        depth * static_cast<std::size_t>(nx_) + wrapped(startX(position_A) + i, nx_);
    const auto first =
        std::lower_bound(panels.begin(), panels.end(), line * panelsOfLine()) - panels.begin();
    // The panels of a line are the same for every line, so a column has one place among them.
    std::size_t at = first;
    for (int j = 0; j < my; ++j) {
      const std::size_t column = wrapped(startY(position_A) + j, ny_);
      const std::size_t panel = line * panelsOfLine() + column / kRows;
      if (at >= panels.size() || panels[at] != panel) {
        at = std::lower_bound(panels.begin() + first, panels.end(), panel) - panels.begin();
      }
      const float* value = product + at * kPanel + column % kRows;
      part[static_cast<std::size_t>(i) * my + j] = {scale * value[0], scale * value[kRows]};
    }
  }
  window_.forward(part.data());
  std::fill(wave.begin(), wave.end(), 0.0f);
  copyFrequencies(part.data(), mx, my, wave.data(), probeGrid_.nx(), probeGrid_.ny());
}

}  // namespace glasscope::multislice
