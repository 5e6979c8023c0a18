#include "multislice/specimen/Foil.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/atoms/StandardFrame.h"
#include "core/system/Error.h"
#include "core/system/Machine.h"
#include "core/system/Text.h"
#include "multislice/specimen/FoilShaper.h"
#include "multislice/specimen/OrientedBlock.h"

namespace glasscope::multislice {

namespace {

void check(const FoilSettings& s) {
  const auto refuse = [](const std::string& problem, const std::string& remedy) {
    throw Error(ErrorKind::usage, problem, "a foil cannot be cut so", remedy);
  };
  if (!(s.thickness_A >= 0) || !std::isfinite(s.thickness_A)) {
    refuse(fmt::format("thickness_A = {} is not a thickness", s.thickness_A),
           "give a positive number, or 0 for the whole box");
  }
  if (!std::isfinite(s.start_A)) refuse("start_A is not a number", "give a height in angstrom");
  if (s.tile_x < 1 || s.tile_y < 1) {
    refuse(fmt::format("tiling {} x {} is empty", s.tile_x, s.tile_y), "tile at least once");
  }
  for (double width : {s.vacuum_A, s.vacuumAbove_A, s.vacuumBelow_A, s.vacuumAround_A,
                       s.top.thickness_A, s.bottom.thickness_A}) {
    if (width >= 0 && std::isfinite(width)) continue;
    refuse(fmt::format("{} is not a width of vacuum or of a layer", width), "give 0 or more");
  }
  if (!std::isfinite(s.bendRadius_A)) refuse("bend_radius_A is not a number", "give a radius");
  if (s.wedge_A.empty()) return;
  if (s.wedge_A.size() != 2 || !(std::min(s.wedge_A[0], s.wedge_A[1]) >= 0) ||
      !(std::max(s.wedge_A[0], s.wedge_A[1]) > 0)) {
    refuse("wedge_A is not a wedge", "give the thickness at the left and at the right edge");
  }
}

/// A wedge is what is left of a foil. Without a thickness its own sets that of the block, which a
/// periodic box repeats to; an open one is found too thin there.
void refuseThickWedge(const FoilSettings& s) {
  const double wedge = std::max(s.wedge_A[0], s.wedge_A[1]);
  if (s.thickness_A == 0 || wedge <= s.thickness_A * (1 + 1e-9)) return;
  throw Error(ErrorKind::usage,
              fmt::format("a wedge of {:.5g} angstrom cannot be cut from this foil", wedge),
              fmt::format("the foil is {:.5g} angstrom thick", s.thickness_A),
              "choose smaller foil.wedge_A, or foil.thickness_A = 0, which follows the wedge");
}

}  // namespace

/// Cuts one block out of one configuration.
class FoilCutter {
 public:
  FoilCutter(const Atoms& atoms, const FoilSettings& settings)
      : atoms_(atoms), settings_(settings) {
    measureOpenDirections();
    chooseBlock();
  }

  Foil cut() {
    foil_.extent_A_ = extent_;
    foil_.origin_A_ = origin_;
    foil_.periodic_ = periodic_;
    refuseWhatDoesNotFit();
    for (std::size_t i = 0; i < atoms_.size(); ++i) addImages(i);
    if (foil_.positions_.empty()) {
      throw Error(ErrorKind::usage, "the foil holds no atoms",
                  fmt::format("it was cut from z = {:.5g} to {:.5g} angstrom of {}", origin_.z(),
                              origin_.z() + extent_.z(), atoms_.source),
                  "check thickness_A and start_A against the box");
    }
    return std::move(foil_);
  }

 private:
  /// A thickness with a few zeros too many would otherwise fill the memory before anything fails.
  void refuseWhatDoesNotFit() const {
    double count = static_cast<double>(atoms_.size());
    for (int d = 0; d < 3; ++d) {
      if (!open(d)) count *= (solidHigh_[d] - solidLow_[d]) / atoms_.box.matrix()(d, d);
    }
    constexpr double kAtom_bytes = 100;  // number, position and source, in vectors that grow
    const double available = availableMemory_bytes();
    if (count * kAtom_bytes <= available) return;
    throw Error(ErrorKind::capacity, fmt::format("a foil of {:.2g} atoms cannot be cut", count),
                fmt::format("it would take {} of memory, and {} is available",
                            formatBytes(count * kAtom_bytes), formatBytes(available)),
                "choose a smaller thickness_A or tile less");
  }

  bool open(int d) const { return !atoms_.box.periodic()[d]; }

  /// Along directions without periods the block follows the atoms as well as the box.
  void measureOpenDirections() {
    low_ = Vec3::Constant(HUGE_VAL);
    high_ = -low_;
    const Mat3& m = atoms_.box.matrix();
    for (int corner = 0; corner < 8; ++corner) {
      const Vec3 f(corner & 1, (corner >> 1) & 1, (corner >> 2) & 1);
      const Vec3 r = atoms_.box.origin() + m * f;
      low_ = low_.cwiseMin(r);
      high_ = high_.cwiseMax(r);
    }
    for (const Vec3& r : atoms_.positions) {
      for (int d = 0; d < 3; ++d) {
        if (!open(d)) continue;
        low_[d] = std::min(low_[d], r[d]);
        high_[d] = std::max(high_[d], r[d]);
      }
    }
  }

  void chooseBlock() {
    const auto repeatX = repeatAlong(atoms_.box, 0), repeatY = repeatAlong(atoms_.box, 1);
    origin_ = atoms_.box.origin();
    extent_ = atoms_.box.matrix().diagonal();
    periodic_ = repeatX && repeatY;
    if (periodic_) extent_.head<2>() = Vec2(*repeatX, *repeatY);
    const int tiles[2] = {settings_.tile_x, settings_.tile_y};
    for (int d = 0; d < 2; ++d) {
      if (open(d)) {
        refuseTilingOpen(tiles[d]);
        origin_[d] = low_[d];
        extent_[d] = high_[d] - low_[d];
      } else {
        extent_[d] *= tiles[d];
      }
    }
    chooseDepth();
    solidLow_ = origin_;
    solidHigh_ = origin_ + extent_;
    if (periodic_) return;
    for (int d = 0; d < 2; ++d) {
      origin_[d] -= settings_.vacuum_A;
      extent_[d] += 2 * settings_.vacuum_A;
    }
  }

  void refuseTilingOpen(int tiles) const {
    if (tiles == 1) return;
    throw Error(ErrorKind::usage, "a box that is open across the beam cannot be tiled",
                "it has no period in that direction",
                "set the tiling to 1, or make the box periodic");
  }

  void chooseDepth() {
    const double box = open(2) ? high_.z() - low_.z() : extent_.z();
    origin_.z() = (open(2) ? low_.z() : atoms_.box.origin().z()) + settings_.start_A;
    extent_.z() = settings_.thickness_A > 0 ? settings_.thickness_A : box;
    if (open(2) && settings_.thickness_A == 0) extent_.z() -= settings_.start_A;
    if (open(2) && (settings_.start_A < 0 || settings_.start_A + extent_.z() > box * (1 + 1e-9))) {
      throw Error(ErrorKind::usage,
                  fmt::format("a foil from {:.5g} to {:.5g} angstrom leaves the box",
                              settings_.start_A, settings_.start_A + extent_.z()),
                  fmt::format("the box is open along z and {:.5g} angstrom high", box),
                  "choose start_A and thickness_A inside it");
    }
    if (!(extent_.z() > 0)) {
      throw Error(ErrorKind::usage, "the foil has no thickness", "nothing is left of the box",
                  "choose a smaller start_A or give thickness_A");
    }
  }

  /// Every periodic image of atom i inside the solid part of the block: lo <= r < hi.
  void addImages(std::size_t i) {
    const Box& box = atoms_.box;
    const Vec3 home = box.wrap(atoms_.positions[i]);
    const Vec3 f = box.inverse() * (home - solidLow_);
    int first[3] = {0, 0, 0}, last[3] = {0, 0, 0};
    for (int d = 0; d < 3; ++d) {
      if (open(d)) continue;
      // Fractional extent of the block along this edge, over its eight corners.
      double low = 0, high = 0;
      for (int e = 0; e < 3; ++e) {
        const double reach = box.inverse()(d, e) * (solidHigh_[e] - solidLow_[e]);
        (reach < 0 ? low : high) += reach;
      }
      first[d] = static_cast<int>(std::floor(low - f[d])) - 1;
      last[d] = static_cast<int>(std::ceil(high - f[d])) + 1;
    }
    for (int a = first[0]; a <= last[0]; ++a)
      for (int b = first[1]; b <= last[1]; ++b)
        for (int c = first[2]; c <= last[2]; ++c) keep(i, home + box.matrix() * Vec3(a, b, c));
  }

  void keep(std::size_t i, const Vec3& r) {
    for (int d = 0; d < 3; ++d) {
      if (r[d] < solidLow_[d] || r[d] > solidHigh_[d]) return;
      if (r[d] == solidHigh_[d] && !open(d)) return;
    }
    foil_.atomicNumbers_.push_back(atoms_.atomicNumbers[i]);
    foil_.positions_.emplace_back(r - origin_);
    foil_.sources_.push_back(i);
  }

  const Atoms& atoms_;
  const FoilSettings& settings_;
  Foil foil_;
  Vec3 low_, high_, origin_, extent_, solidLow_, solidHigh_;
  bool periodic_ = true;
};

Foil Foil::cut(const Atoms& atoms, const FoilSettings& settings) {
  // Lengths along x, y and z are taken from the edges, which may be written in any order.
  if (!hasStandardEdges(atoms.box.matrix())) {
    Atoms standard = atoms;
    standard.box = withStandardEdges(atoms.box);
    GLASSCOPE_ENSURE(hasStandardEdges(standard.box.matrix()),
                     "some order of edges is the standard one");
    return cut(standard, settings);
  }
  check(settings);
  atoms.validate();
  FoilSettings s = settings;
  if (!s.wedge_A.empty()) {
    refuseThickWedge(s);
    s.thickness_A = std::max(s.wedge_A[0], s.wedge_A[1]);
  }
  const bool repeats = atoms.box.periodic()[2] && !s.oriented();
  const double period = repeats ? atoms.box.matrix()(2, 2) : 0;
  Foil foil;
  if (s.oriented()) {
    const OrientedBlock block(atoms, s);
    if (!block.isWhole()) s.thickness_A = s.start_A = 0;  // the block has them already
    foil = FoilCutter(block.atoms(), s).cut();
    for (std::size_t& source : foil.sources_) source = block.sources()[source];
  } else {
    foil = FoilCutter(atoms, s).cut();
  }
  FoilShaper::shape(foil, settings, period);
  return foil;
}

Foil Foil::moved(const std::vector<Vec3>& by) const {
  GLASSCOPE_ENSURE(by.size() == size(), "a displacement for every atom");
  Foil foil = *this;
  for (std::size_t i = 0; i < size(); ++i) foil.positions_[i] += by[i];
  return foil;
}

std::vector<int> Foil::species() const {
  const std::set<int> present(atomicNumbers_.begin(), atomicNumbers_.end());
  return {present.begin(), present.end()};
}

}  // namespace glasscope::multislice
