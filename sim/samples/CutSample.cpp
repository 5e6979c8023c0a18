#include "sim/samples/CutSample.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

namespace {

// A piece in coordinates about the middle of the box.
struct Piece {
  std::array<bool, 3> open{};  ///< directions with a free surface
  Vec3 extent_A;               ///< of the matter
  std::function<bool(const Vec3&)> holds;
};

[[noreturn]] void refuse(const SampleSettings& s, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, fmt::format("No {} can be cut", textOf(s.kind)), why, remedy);
}

// Along the axis and across it: distance from the axis.
double across(const Vec3& place, int axis) {
  Vec3 aside = place;
  aside[axis] = 0;
  return aside.norm();
}

Piece filmOf(const SampleSettings& s, const Vec3& edges, int axis) {
  Piece piece{{}, edges, [=](const Vec3& at) { return std::abs(at[axis]) < 0.5 * s.size_A; }};
  piece.open[static_cast<std::size_t>(axis)] = true;
  piece.extent_A[axis] = s.size_A;
  return piece;
}

Piece cylinderOf(const SampleSettings& s, const Vec3& edges, int axis) {
  const bool pillar = s.kind == SampleKind::pillar;
  const double height_A = pillar && s.depth_A > 0 ? s.depth_A : edges[axis];
  Piece piece{{true, true, true}, Vec3::Constant(s.size_A), [=](const Vec3& at) {
                return across(at, axis) < 0.5 * s.size_A &&
                       (!pillar || std::abs(at[axis]) < 0.5 * height_A);
              }};
  piece.open[static_cast<std::size_t>(axis)] = pillar;
  piece.extent_A[axis] = height_A;
  return piece;
}

// The slit opens at the low face, goes through the sample along one of the other directions and
// ends in half a cylinder; along the third one the sample can be pulled.
Piece notchOf(const SampleSettings& s, const Vec3& edges, int axis) {
  const double depth_A = s.depth_A > 0 ? s.depth_A : edges[axis] / 3;
  const double radius_A = 0.5 * s.size_A;
  if (depth_A <= radius_A || depth_A >= edges[axis])
    refuse(s,
           fmt::format("a depth of {:g} angstrom is not between its radius {:g} and the sample's "
                       "{:g}",
                       depth_A, radius_A, edges[axis]),
           "choose another sample.depth_A or sample.size_A");
  const int pulled = (axis + 1) % 3;
  const double tip_A = depth_A - radius_A;
  Piece piece{{}, edges, [=](const Vec3& at) {
                const double deep = at[axis] + 0.5 * edges[axis];
                return std::hypot(std::max(0.0, deep - tip_A), at[pulled]) >= radius_A;
              }};
  piece.open[static_cast<std::size_t>(axis)] = true;
  return piece;
}

Piece pieceOf(const SampleSettings& s, const Vec3& edges) {
  const int axis = static_cast<int>(s.axis);
  switch (s.kind) {
    case SampleKind::film:
      return filmOf(s, edges, axis);
    case SampleKind::wire:
    case SampleKind::pillar:
      return cylinderOf(s, edges, axis);
    case SampleKind::particle:
      return {{true, true, true}, Vec3::Constant(s.size_A), [=](const Vec3& at) {
                return at.norm() < 0.5 * s.size_A;
              }};
    case SampleKind::notched:
      return notchOf(s, edges, axis);
    default:
      break;
  }
  throw Error(ErrorKind::usage, "nothing is to be cut", "the sample is no piece of a glass",
              "choose film, wire, pillar, particle or notched");
}

// A piece is made of atoms; a slit may be as narrow as it likes.
void requireAtomAcross(const SampleSettings& s, const Piece& piece, const Atoms& bulk) {
  const double apart_A = std::cbrt(bulk.box.volume() / static_cast<double>(bulk.size()));
  const double least_A = piece.extent_A.minCoeff();
  if (least_A >= apart_A) return;
  refuse(
      s,
      fmt::format("it is {:g} angstrom across, and an atom has {:.3g} to itself", least_A, apart_A),
      "take a larger sample.size_A, or sample.depth_A of a pillar");
}

void requireRoom(const SampleSettings& s, const Piece& piece, const Box& box) {
  if (!box.isOrthogonal())
    refuse(s, "the box is skewed", "cut from a configuration in a rectangular box");
  const Vec3 edges = box.lengths();
  for (int axis = 0; axis < 3; ++axis) {
    if (piece.open[static_cast<std::size_t>(axis)] && piece.extent_A[axis] > edges[axis])
      refuse(s,
             fmt::format("it is {:g} angstrom large along {}, and the box {:.4g}",
                         piece.extent_A[axis], "xyz"[axis], edges[axis]),
             "take a smaller sample.size_A, or more atoms");
  }
}

}  // namespace

Atoms selected(const Atoms& atoms, const std::vector<bool>& keeps) {
  const auto kept = [&](const auto& values) {
    std::decay_t<decltype(values)> some;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (keeps[i]) some.push_back(values[i]);
    return some;
  };
  Atoms some = atoms;
  some.ids = kept(atoms.ids);
  some.atomicNumbers = kept(atoms.atomicNumbers);
  some.positions = kept(atoms.positions);
  some.velocities = kept(atoms.velocities);
  some.columns.clear();
  for (const Column& column : atoms.columns)
    some.columns.add({column.name, column.unit, column.description, kept(column.values)});
  return some;
}

Atoms cutSample(const Atoms& bulk, const SampleSettings& settings) {
  const Vec3 edges = bulk.box.lengths();
  const Piece piece = pieceOf(settings, edges);
  requireRoom(settings, piece, bulk.box);
  requireAtomAcross(settings, piece, bulk);
  Atoms whole = bulk;
  const Vec3 middle = bulk.box.origin() + 0.5 * edges;
  std::vector<bool> keeps;
  for (Vec3& position : whole.positions) {
    position = bulk.box.wrap(position);
    keeps.push_back(piece.holds(position - middle));
  }
  Atoms sample = selected(whole, keeps);
  if (sample.size() == 0 || sample.size() == bulk.size())
    refuse(settings, fmt::format("it would hold {} of {} atoms", sample.size(), bulk.size()),
           "choose another sample.size_A");
  Vec3 length = edges;
  std::array<bool, 3> periodic = bulk.box.periodic();
  for (int axis = 0; axis < 3; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    if (!piece.open[i]) continue;
    periodic[i] = false;
    length[axis] = piece.extent_A[axis] + settings.vacuum_A;
  }
  sample.box = Box::orthogonal(length, middle - 0.5 * length, periodic);
  sample.source = fmt::format("{} of {}", textOf(settings.kind), bulk.source);
  return sample;
}

}  // namespace glasscope::sim
