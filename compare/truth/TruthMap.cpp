#include "compare/truth/TruthMap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

struct Image {
  double x, y;
  std::size_t atom;
};

// The slice of the probe that each atom lies in: the beam enters at the lowest z of the box.
std::vector<std::size_t> slicesOf(const Atoms& atoms, const DepthKernel& kernel) {
  std::vector<std::size_t> slices;
  for (const Vec3& r : atoms.positions) {
    slices.push_back(kernel.sliceOf(atoms.box.wrap(r).z() - atoms.box.origin().z()));
  }
  return slices;
}

// Every lateral periodic image of every atom that the kernel can see from some scan position,
// sorted by x so that a scan row finds its own by bisection.
std::vector<Image> visibleImages(const Atoms& atoms, const MapGrid& grid, double reach) {
  const Vec2 low = grid.origin_A - Vec2::Constant(reach);
  const Vec2 high = grid.origin_A +
                    Vec2((grid.nx - 1) * grid.step_A.x(), (grid.ny - 1) * grid.step_A.y()) +
                    Vec2::Constant(reach);
  const Box& box = atoms.box;
  const Vec2 a = box.matrix().col(0).head<2>(), b = box.matrix().col(1).head<2>();
  const double area = std::abs(a.x() * b.y() - a.y() * b.x());
  // Wrapped atoms lie within |a| + |b| + |c| of the origin, so this many repeats cover the scan.
  const Vec3 centre = box.origin();
  const double far =
      (high - low).norm() + (0.5 * (low + high) - centre.head<2>()).norm() + box.lengths().sum();
  const auto repeats = [&](bool periodic, double otherLength) {
    return periodic ? static_cast<int>(std::ceil(far * otherLength / area)) : 0;
  };
  const int na = repeats(box.periodic()[0], b.norm()), nb = repeats(box.periodic()[1], a.norm());
  std::vector<Image> images;
  std::vector<Vec2> shifts;
  for (int i = -na; i <= na; ++i) {
    for (int j = -nb; j <= nb; ++j) shifts.emplace_back(i * a + j * b);
  }
  for (std::size_t atom = 0; atom < atoms.size(); ++atom) {
    const Vec2 position = box.wrap(atoms.positions[atom]).head<2>();
    for (const Vec2& shift : shifts) {
      const Vec2 p = position + shift;
      if ((p.array() >= low.array()).all() && (p.array() <= high.array()).all()) {
        images.push_back({p.x(), p.y(), atom});
      }
    }
  }
  std::sort(images.begin(), images.end(),
            [](const Image& p, const Image& q) { return p.x != q.x ? p.x < q.x : p.y < q.y; });
  return images;
}

// sums[c](x, y) = sum over atoms of w v_c, weights[c] = sum of w where v_c is a number.
struct Projection {
  std::vector<Array2<double>> sums, weights;
};

Projection project(const Atoms& atoms, const MapGrid& grid, const DepthKernel& kernel,
                   const std::vector<const std::vector<double>*>& columns,
                   bool squareWeights = false) {
  const double widest = kernel.reach_A();
  const std::vector<Image> images = visibleImages(atoms, grid, widest);
  const std::vector<std::size_t> slices = slicesOf(atoms, kernel);
  Projection result;
  for (const std::vector<double>* column : columns) {
    GLASSCOPE_ENSURE(column->size() == atoms.size(), "a column has one value an atom");
    result.sums.emplace_back(grid.nx, grid.ny);
    result.weights.emplace_back(grid.nx, grid.ny);
  }
  parallelFor(grid.nx, [&](std::int64_t row, int) {
    throwIfInterrupted();
    const int x = static_cast<int>(row);
    const double px = grid.origin_A.x() + x * grid.step_A.x();
    auto image = std::lower_bound(images.begin(), images.end(), px - widest,
                                  [](const Image& i, double value) { return i.x < value; });
    for (; image != images.end() && image->x <= px + widest; ++image) {
      const ProbeKernel& probe = kernel.slices()[slices[image->atom]];
      const double dx = image->x - px, reach = probe.reach_A();
      if (std::abs(dx) > reach) continue;
      const double half = std::sqrt(std::max(0.0, reach * reach - dx * dx));
      const double start = (image->y - half - grid.origin_A.y()) / grid.step_A.y();
      const double stop = (image->y + half - grid.origin_A.y()) / grid.step_A.y();
      const int first = std::max(0, static_cast<int>(std::ceil(start)));
      const int last = std::min(grid.ny - 1, static_cast<int>(std::floor(stop)));
      for (int y = first; y <= last; ++y) {
        const double dy = image->y - grid.origin_A.y() - y * grid.step_A.y();
        const double seen = probe(std::hypot(dx, dy));
        const double w = squareWeights ? seen * seen : seen;
        for (std::size_t c = 0; c < columns.size(); ++c) {
          const double value = (*columns[c])[image->atom];
          if (std::isnan(value)) continue;
          result.sums[c](x, y) += w * value;
          result.weights[c](x, y) += w;
        }
      }
    }
  });
  return result;
}

// The resolution of a map in words.
std::string widthText(const DepthKernel& kernel) {
  if (kernel.slices().size() == 1) {
    return fmt::format("probe of {:.3g} A full width at half maximum", kernel.narrowestFwhm_A());
  }
  return fmt::format("probe in vacuum, {:.3g} to {:.3g} A full width at half maximum with depth",
                     kernel.narrowestFwhm_A(), kernel.widestFwhm_A());
}

// The description of a column as a whole sentence, ready for another one behind it.
std::string sentence(const std::string& text) {
  if (text.empty()) return "";
  return text.ends_with('.') ? text + " " : text + ". ";
}

}  // namespace

TruthMap::TruthMap(MapGrid grid, DepthKernel kernel) : grid_(grid), kernel_(std::move(kernel)) {
  if (grid.nx < 1 || grid.ny < 1 || !(grid.step_A.x() > 0) || !(grid.step_A.y() > 0)) {
    throw Error(ErrorKind::usage, "there is no scan to project the atoms onto",
                fmt::format("its grid is {} x {} positions", grid.nx, grid.ny),
                "give a grid with at least one position and positive steps");
  }
}

Map2 TruthMap::mean(const Atoms& atoms, const Column& column) const {
  Columns one;
  one.add(column);
  return means(atoms, one).front();
}

std::vector<Map2> TruthMap::means(const Atoms& atoms, const Columns& columns) const {
  std::vector<const std::vector<double>*> values;
  for (const Column& column : columns) values.push_back(&column.values);
  Projection projection = project(atoms, grid_, kernel_, values);
  std::vector<Map2> maps;
  std::size_t c = 0;
  for (const Column& column : columns) {
    const Array2<double>&sums = projection.sums[c], &weights = projection.weights[c];
    const double densest = *std::max_element(weights.begin(), weights.end());
    Map2 map = grid_.makeMap(column.name, column.unit,
                             fmt::format("{}Mean over the column of the foil, {}.",
                                         sentence(column.description), widthText(kernel_)));
    for (std::size_t i = 0; i < sums.size(); ++i) {
      map.values[i] = densest > 0 && weights[i] >= 1e-6 * densest
                          ? sums[i] / weights[i]
                          : std::numeric_limits<double>::quiet_NaN();
    }
    maps.push_back(std::move(map));
    ++c;
  }
  return maps;
}

Map2 TruthMap::sum(const Atoms& atoms, const Column& column) const {
  Map2 map = grid_.makeMap(column.name + "_areal", column.unit + "/angstrom^2",
                           fmt::format("{}Sum over the column of the foil per area, {}.",
                                       sentence(column.description), widthText(kernel_)));
  map.values = project(atoms, grid_, kernel_, {&column.values}).sums.front();
  return map;
}

Map2 TruthMap::arealDensity(const Atoms& atoms) const {
  Map2 map = sum(atoms, {"atoms", "1", "Number of atoms.", std::vector<double>(atoms.size(), 1)});
  map.name = "areal_density";
  return map;
}

Map2 TruthMap::arealMass(const Atoms& atoms) const {
  Column mass{"mass", "g/mol", "Standard atomic mass.", {}};
  for (const int z : atoms.atomicNumbers) mass.values.push_back(elementMass(z));
  Map2 map = sum(atoms, mass);
  map.name = "areal_mass";
  return map;
}

Map2 TruthMap::fraction(const Atoms& atoms, int atomicNumber) const {
  const std::string symbol(elementSymbol(atomicNumber));
  Column column{"fraction_" + symbol, "1", "Atomic fraction of " + symbol + ".", {}};
  for (const int z : atoms.atomicNumbers) column.values.push_back(z == atomicNumber);
  return mean(atoms, column);
}

Map2 TruthMap::meanError(const Atoms& atoms, const Column& errors) const {
  Column squares = errors;
  for (double& value : squares.values) value *= value;
  Map2 map =
      grid_.makeMap(errors.name, errors.unit,
                    fmt::format("{}Standard error of the mean over the column of the foil, {}.",
                                sentence(errors.description), widthText(kernel_)));
  // sum w^2 e^2 / (sum w)^2: the weights of the numerator are squared, those below are not.
  const Projection plain = project(atoms, grid_, kernel_, {&squares.values});
  const Projection weighted = project(atoms, grid_, kernel_, {&squares.values}, true);
  const double densest = *std::max_element(plain.weights[0].begin(), plain.weights[0].end());
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    const double weight = plain.weights[0][i];
    map.values[i] = densest > 0 && weight >= 1e-6 * densest
                        ? std::sqrt(weighted.sums[0][i]) / weight
                        : std::numeric_limits<double>::quiet_NaN();
  }
  return map;
}

Column topFraction(const Column& column, double fraction) {
  if (!(fraction > 0 && fraction < 1)) {
    throw Error(ErrorKind::usage, "the top of '" + column.name + "' is not defined",
                fmt::format("{} is no fraction", fraction), "give one between 0 and 1");
  }
  std::vector<double> sorted;
  for (const double value : column.values) {
    if (!std::isnan(value)) sorted.push_back(value);
  }
  Column top{fmt::format("{}_top_{:g}", column.name, 100 * fraction),
             "1",
             fmt::format("1 for the {:g} % of all atoms with the largest values of {}, else 0.",
                         100 * fraction, column.name),
             {}};
  const auto wanted =
      static_cast<std::size_t>(std::lround(fraction * static_cast<double>(sorted.size())));
  double threshold = std::numeric_limits<double>::infinity();
  if (!sorted.empty() && wanted > 0) {
    const auto place = sorted.end() - static_cast<std::ptrdiff_t>(wanted);
    std::nth_element(sorted.begin(), place, sorted.end());
    threshold = *place;
  }
  for (const double value : column.values) {
    top.values.push_back(std::isnan(value) ? value : value >= threshold);
  }
  return top;
}

}  // namespace glasscope::compare
