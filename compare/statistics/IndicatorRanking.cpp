#include "compare/statistics/IndicatorRanking.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compare/statistics/Correlation.h"
#include "compare/statistics/FalseDiscovery.h"
#include "compare/statistics/NearestAtom.h"
#include "compare/statistics/TopPixels.h"
#include "core/formats/TextTable.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {
namespace {

// Ranks of some atoms' values about their mean, with a mean square of one; nothing of atoms without
// a value, nor where all are alike.
void addRanks(const std::vector<double>& values, const std::vector<std::size_t>& of,
              std::vector<double>& ranked) {
  std::vector<std::size_t> defined;
  std::vector<double> finite;
  for (const std::size_t i : of) {
    if (!std::isfinite(values[i])) continue;
    defined.push_back(i);
    finite.push_back(values[i]);
  }
  const std::vector<double> rank = ranks(finite);
  const auto count = static_cast<double>(finite.size());
  double squares = 0;
  for (const double each : rank) squares += std::pow(each - 0.5 * (count + 1), 2);
  if (squares == 0) return;
  for (std::size_t k = 0; k < rank.size(); ++k)
    ranked[defined[k]] = (rank[k] - 0.5 * (count + 1)) / std::sqrt(squares / count);
}

// A column by its ranks: among all atoms, and among those of the same element.
struct RankedColumn {
  std::vector<double> all, within;
  std::vector<std::size_t> defined;  ///< atoms that have a value

  RankedColumn(const Atoms& atoms, const std::vector<double>& values)
      : all(values.size(), 0.0), within(values.size(), 0.0) {
    std::vector<std::size_t> every(values.size());
    std::iota(every.begin(), every.end(), std::size_t{0});
    std::copy_if(every.begin(), every.end(), std::back_inserter(defined),
                 [&](std::size_t i) { return std::isfinite(values[i]); });
    addRanks(values, every, all);
    for (const int element : atoms.species()) {
      std::vector<std::size_t> its;
      std::copy_if(every.begin(), every.end(), std::back_inserter(its),
                   [&](std::size_t i) { return atoms.atomicNumbers[i] == element; });
      addRanks(values, its, within);
    }
  }
  bool isOfSomeAtoms() const { return 2 * defined.size() < all.size(); }
  bool isTooSmall() const {
    constexpr std::size_t kLeast = 30;
    return isOfSomeAtoms() && defined.size() < kLeast;
  }
  bool isConstant() const {
    return std::all_of(all.begin(), all.end(), [](double each) { return each == 0; });
  }
};

// Over the atoms i in `of`: that of the one beside atom partners[i] of the other.
double correlation(const std::vector<std::size_t>& of, const std::vector<double>& one,
                   const std::vector<double>& other, const std::vector<std::size_t>& partners) {
  double sum = 0, squares = 0, cross = 0, otherSum = 0, otherSquares = 0;
  for (const std::size_t i : of) {
    const double value = other[partners[i]];
    sum += value;
    squares += value * value;
    cross += value * one[i];
    otherSum += one[i];
    otherSquares += one[i] * one[i];
  }
  const auto n = static_cast<double>(of.size());
  const double norm = (squares - sum * sum / n) * (otherSquares - otherSum * otherSum / n);
  return norm > 0 ? (cross - sum * otherSum / n) / std::sqrt(norm) : 0;
}

// Of the ranks with those of atoms without a value in their middle.
double aucOf(const std::vector<double>& unit, const std::vector<double>& target, double share) {
  const TopPixels top = TopPixels::of(target, share);
  const std::vector<double> rank = ranks(unit);
  double sum = 0;
  for (std::size_t i = 0; i < rank.size(); ++i)
    if (top.hit[i]) sum += rank[i];
  const double misses = static_cast<double>(rank.size()) - top.hits;
  return misses > 0 ? (sum - 0.5 * top.hits * (top.hits + 1)) / (top.hits * misses) : 0.5;
}

// Among the atoms that the field is measured for.
double aucOf(const RankedColumn& field, const RankedColumn& goal, double share) {
  if (!field.isOfSomeAtoms()) return aucOf(field.all, goal.all, share);
  std::vector<double> unit, target;
  for (const std::size_t i : field.defined) {
    unit.push_back(field.all[i]);
    target.push_back(goal.all[i]);
  }
  return aucOf(unit, target, share);
}

// A field beside a target.
class Pairing {
 public:
  Pairing(const RankedColumn& field, const RankedColumn& goal,
          const std::vector<std::size_t>& everyAtom)
      : field_(&field), goal_(&goal), of_(field.isOfSomeAtoms() ? &field.defined : &everyAtom) {}

  std::size_t atoms() const { return of_->size(); }
  double overAll(const std::vector<std::size_t>& partners) const {
    return between(field_->all, goal_->all, partners);
  }
  double withinElements(const std::vector<std::size_t>& partners) const {
    return between(field_->within, goal_->within, partners);
  }
  double auc(double share) const { return aucOf(*field_, *goal_, share); }

 private:
  // A field of few atoms cannot be moved: nearly all would find nobody beside them.
  double between(const std::vector<double>& field, const std::vector<double>& goal,
                 const std::vector<std::size_t>& partners) const {
    return field_->isOfSomeAtoms() ? correlation(*of_, field, goal, partners)
                                   : correlation(*of_, goal, field, partners);
  }

  const RankedColumn* field_;
  const RankedColumn* goal_;
  const std::vector<std::size_t>* of_;
};

// Who lies nearest to each atom when all are moved and mirrored together.
class MovedAtoms {
 public:
  explicit MovedAtoms(const Atoms& atoms) : atoms_(atoms), nearest_(atoms.box, atoms.positions) {}

  std::vector<std::size_t> partners(std::uint64_t seed, std::uint64_t surrogate) const {
    Random random(seed, "indicator_surrogate", surrogate);
    Vec3 shift, mirror;
    for (int axis = 0; axis < 3; ++axis) shift[axis] = random.uniform();
    // A point reflection maps every cell onto itself; single axes do so where they are orthogonal.
    const bool each = atoms_.box.isOrthogonal();
    for (int axis = 0; axis < 3; ++axis) {
      const double sign = random.below(2) == 0 ? 1 : -1;
      mirror[axis] = each || axis == 0 ? sign : mirror[0];
    }
    std::vector<std::size_t> partners;
    for (const Vec3& position : atoms_.positions) {
      const Vec3 fraction = mirror.cwiseProduct(atoms_.box.toFractional(position)) + shift;
      partners.push_back(nearest_.to(atoms_.box.toCartesian(fraction)));
    }
    return partners;
  }

 private:
  const Atoms& atoms_;
  NearestAtom nearest_;
};

void compareWithSurrogates(RankedIndicator& row, const std::vector<double>& surrogates) {
  const auto n = static_cast<double>(surrogates.size());
  double squares = 0, asFar = 1;
  for (const double each : surrogates) {
    squares += each * each;
    asFar += std::abs(each) >= std::abs(row.withinElements);
  }
  row.chance = std::sqrt(squares / n);
  row.p = asFar / (n + 1);
}

}  // namespace

void IndicatorSettings::validate() const {
  if (surrogates >= 19 && surrogates <= 100000) return;
  throw Error(ErrorKind::usage, fmt::format("indicators cannot have surrogates = {}", surrogates),
              "fewer than 19 cannot tell 5 %", "take 19 to 100000, 999 for publication");
}

std::vector<RankedIndicator> rankIndicators(const Atoms& atoms,
                                            const std::vector<std::string>& indicators,
                                            const std::vector<std::string>& targets,
                                            const IndicatorSettings& settings) {
  settings.validate();
  if (!atoms.box.fullyPeriodic()) {
    throw Error(ErrorKind::usage, "indicators are ranked in samples that repeat in all directions",
                "their surrogates are moved through the faces of the box", "take a bulk sample");
  }
  std::vector<RankedIndicator> rows;
  std::deque<RankedColumn> fields, goals;  // which pairings refer to
  std::vector<Pairing> pairings;
  std::vector<std::size_t> itself(atoms.size());
  std::iota(itself.begin(), itself.end(), std::size_t{0});
  for (const std::string& name : targets) goals.emplace_back(atoms, atoms.columns.at(name).values);
  for (const std::string& name : indicators) {
    if (std::find(targets.begin(), targets.end(), name) != targets.end()) continue;
    const Column& column = atoms.columns.at(name);
    const RankedColumn& field = fields.emplace_back(atoms, column.values);
    if (field.isTooSmall() || field.isConstant()) continue;
    for (std::size_t t = 0; t < targets.size(); ++t) {
      if (goals[t].isConstant()) continue;
      const Pairing& pair = pairings.emplace_back(field, goals[t], itself);
      RankedIndicator row{name, column.unit, targets[t]};
      row.atoms = pair.atoms();
      row.spearman = pair.overAll(itself);
      row.withinElements = pair.withinElements(itself);
      row.auc5 = pair.auc(0.05);
      row.auc10 = pair.auc(0.10);
      rows.push_back(row);
    }
  }
  const MovedAtoms moved(atoms);
  const auto count = static_cast<std::size_t>(settings.surrogates);
  std::vector<std::vector<double>> surrogates(rows.size(), std::vector<double>(count));
  parallelFor(settings.surrogates, [&](std::int64_t k, int) {
    throwIfInterrupted();
    const auto index = static_cast<std::size_t>(k);
    const auto partners = moved.partners(settings.seed, index);
    for (std::size_t r = 0; r < rows.size(); ++r)
      surrogates[r][index] = pairings[r].withinElements(partners);
  });
  std::vector<double> p;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    compareWithSurrogates(rows[r], surrogates[r]);
    p.push_back(rows[r].p);
  }
  const std::vector<double> q = benjaminiHochberg(p);
  for (std::size_t r = 0; r < rows.size(); ++r) rows[r].q = q[r];
  const auto place = [&](const RankedIndicator& row) {
    return std::find(targets.begin(), targets.end(), row.target) - targets.begin();
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
    return a.target != b.target ? place(a) < place(b)
                                : std::abs(a.withinElements) > std::abs(b.withinElements);
  });
  return rows;
}

namespace {
constexpr const char* kHeader =
    "target,indicator,unit,spearman,spearman_within_elements,chance,p,q,auc_top_5_percent,"
    "auc_top_10_percent,atoms";
}

std::string indicatorsCsv(const std::vector<RankedIndicator>& rows) {
  std::string text = fmt::format("{}\n", kHeader);
  for (const RankedIndicator& row : rows) {
    text += fmt::format("{},{},{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{}\n",
                        row.target, row.indicator, row.unit, row.spearman, row.withinElements,
                        row.chance, row.p, row.q, row.auc5, row.auc10, row.atoms);
  }
  return text;
}

std::vector<RankedIndicator> readIndicatorsCsv(const std::filesystem::path& path) {
  TableForm form{"ranked indicators", "make them again: glasscope run"};
  form.writtenHere = true;
  const TextTable table(path, form);
  if (fmt::format("{}", fmt::join(table.names(), ",")) != kHeader)
    table.refuse("its head is that of another table");
  std::vector<RankedIndicator> rows(table.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RankedIndicator& row = rows[i];
    row.target = table.text(i, 0);
    row.indicator = table.text(i, 1);
    row.unit = table.text(i, 2);
    std::size_t column = 3;
    for (double* value :
         {&row.spearman, &row.withinElements, &row.chance, &row.p, &row.q, &row.auc5, &row.auc10})
      *value = table.numberOrUnknown(i, column++);
    row.atoms = static_cast<std::size_t>(table.number(i, column));
  }
  return rows;
}

}  // namespace glasscope::compare
