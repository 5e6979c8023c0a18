#include "compare/truth/NullMaps.h"

#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"

namespace glasscope::compare {

namespace {

// Fisher and Yates: place i takes one of the places from i on.
std::vector<std::size_t> shuffledOrder(std::size_t count, std::uint64_t seed, NullKind kind,
                                       int species) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = 0; i + 1 < count; ++i) {
    Random random(seed, nullName(kind), static_cast<std::uint64_t>(species), i);
    std::swap(order[i], order[i + static_cast<std::size_t>(random.below(count - i))]);
  }
  return order;
}

Atoms atRandomPlaces(const Atoms& atoms, std::uint64_t seed) {
  Atoms result = atoms;
  for (std::size_t i = 0; i < result.size(); ++i) {
    Random random(seed, nullName(NullKind::uncorrelatedAtoms), 0, i);
    const double a = random.uniform(), b = random.uniform(), c = random.uniform();
    result.positions[i] = atoms.box.toCartesian({a, b, c});
  }
  return result;
}

Atoms withShuffledSpecies(const Atoms& atoms, std::uint64_t seed) {
  const auto order = shuffledOrder(atoms.size(), seed, NullKind::shuffledSpecies, 0);
  Atoms result = atoms;
  for (std::size_t i = 0; i < order.size(); ++i) {
    result.atomicNumbers[i] = atoms.atomicNumbers[order[i]];
  }
  return result;
}

Column withShuffledValues(const Atoms& atoms, const Column& column, std::uint64_t seed) {
  Column result = column;
  std::map<int, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < atoms.size(); ++i) places[atoms.atomicNumbers[i]].push_back(i);
  for (const auto& [z, own] : places) {
    const auto order = shuffledOrder(own.size(), seed, NullKind::shuffledField, z);
    for (std::size_t i = 0; i < own.size(); ++i) {
      result.values[own[i]] = column.values[own[order[i]]];
    }
  }
  return result;
}

Column withMeansOfSpecies(const Atoms& atoms, const Column& column) {
  std::map<int, std::pair<double, double>> sums;  // of the values, and how many
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (std::isnan(column.values[i])) continue;
    auto& [sum, count] = sums[atoms.atomicNumbers[i]];
    sum += column.values[i];
    count += 1;
  }
  Column result = column;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const auto& [sum, count] = sums[atoms.atomicNumbers[i]];
    result.values[i] = sum / count;
  }
  return result;
}

}  // namespace

const char* nullName(NullKind kind) {
  switch (kind) {
    case NullKind::uncorrelatedAtoms:
      return "uncorrelated_atoms";
    case NullKind::shuffledSpecies:
      return "shuffled_species";
    case NullKind::shuffledField:
      return "shuffled_field";
    case NullKind::thicknessOnly:
      return "thickness_only";
    case NullKind::compositionOnly:
      return "composition_only";
    case NullKind::independentReplica:
      return "independent_replica";
  }
  return "";
}

std::vector<Map2> nullMaps(const TruthMap& truth, const Atoms& atoms, const Column& column,
                           const Atoms* replica, std::uint64_t seed) {
  std::vector<Map2> maps;
  const auto add = [&](NullKind kind, Map2 map) {
    map.description = "Control that knows nothing of the structure. " + map.description;
    map.name = std::string("null_") + nullName(kind);
    maps.push_back(std::move(map));
  };
  const std::vector<int> species = atoms.species();
  add(NullKind::uncorrelatedAtoms, truth.mean(atRandomPlaces(atoms, seed), column));
  if (species.size() > 1) {
    add(NullKind::shuffledSpecies,
        truth.fraction(withShuffledSpecies(atoms, seed), species.back()));
  }
  add(NullKind::shuffledField, truth.mean(atoms, withShuffledValues(atoms, column, seed)));
  add(NullKind::thicknessOnly, truth.arealDensity(atoms));
  add(NullKind::compositionOnly, truth.mean(atoms, withMeansOfSpecies(atoms, column)));
  if (replica != nullptr) {
    add(NullKind::independentReplica, truth.mean(*replica, replica->columns.at(column.name)));
  }
  return maps;
}

}  // namespace glasscope::compare
