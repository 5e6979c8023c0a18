#include "sim/elasticity/ElasticResponse.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/springs/EamEnvironment.h"
#include "sim/springs/PairSprings.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/BlockSums.h"
#include "sim/vibrations/RigidMotions.h"

namespace glasscope::sim {
namespace {

// 1 eV/angstrom^3, by the elementary charge (exact).
constexpr double kGPa_per_eV_per_A3 = 160.2176634;
constexpr int kStrains = 6;
constexpr std::size_t kLanes = Block<double>::kLanes;
constexpr std::array<std::array<int, 2>, kStrains> kPairs{
    {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}}};

// What a unit strain makes of a vector; of a shear, half of it on either side, without rotation.
Vec3 strained(int strain, const Vec3& vector) {
  const auto [a, b] = kPairs[static_cast<std::size_t>(strain)];
  Vec3 change = Vec3::Zero();
  if (a == b) {
    change[a] = vector[a];
  } else {
    change[a] = 0.5 * vector[b];
    change[b] = 0.5 * vector[a];
  }
  return change;
}

// The changes of the vector to a neighbour under the six strains.
using Changes = Eigen::Matrix<double, 3, kStrains>;

Changes changesOf(const Vec3& apart, const Block<double>* displacement, std::size_t i,
                  std::size_t j) {
  Changes changes;
  for (int s = 0; s < kStrains; ++s) {
    changes.col(s) = strained(s, apart);
    if (displacement == nullptr) continue;
    for (int axis = 0; axis < 3; ++axis) {
      const auto k = static_cast<std::size_t>(axis);
      changes(axis, s) += displacement->row(3 * j + k)[s] - displacement->row(3 * i + k)[s];
    }
  }
  return changes;
}

using Six = Eigen::Matrix<double, kStrains, 1>;

// What the strains do, with or without displacements: forces, and the virial of each atom.
struct Answer {
  Block<double> force;
  std::vector<ElasticTensor> virial_eV;  // [component, strain], by place
  std::vector<Six> stress_eV;            // the virial itself, without strain
};

// Changes of F' of every atom under the strains.
std::vector<Six> embeddingChanges(const EamEnvironment& environment,
                                  const Block<double>* displacement) {
  std::vector<Six> changes(environment.size(), Six::Zero());
  eachAtomChunk(environment.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      environment.search().visit(i, [&](std::int32_t other, const Vec3& apart, double squared) {
        if (!environment.isNear(squared)) return;
        const auto j = static_cast<std::size_t>(other);
        const PairTerms t = environment.terms(i, j, apart, std::sqrt(squared));
        changes[i] += t.own * (changesOf(apart, displacement, i, j).transpose() * t.unit);
      });
      changes[i] *= environment.embeddingCurvature(i);
    }
  });
  return changes;
}

void addNeighbour(const PairTerms& t, const Vec3& apart, const Changes& change, const Six& pull,
                  Changes& force, ElasticTensor& virial, Six& stress) {
  // Change of the tension vector along the neighbour's direction: spring, then embedding.
  const Six along = t.along * (change.transpose() * t.unit) + pull;
  const Changes tension = t.unit * along.transpose() + t.across * change;
  force += tension;
  for (int c = 0; c < kStrains; ++c) {
    const auto [a, b] = kPairs[static_cast<std::size_t>(c)];
    // Half of the change of (tension vector)_a (distance)_b: the neighbour has the other half.
    virial.row(c) += 0.5 * (tension.row(a) * apart[b] + t.across * apart[a] * change.row(b));
    stress[c] += 0.5 * t.across * apart[a] * apart[b];
  }
}

Answer answerTo(const EamEnvironment& environment, const Block<double>* displacement) {
  const std::vector<Six> embedding = embeddingChanges(environment, displacement);
  Answer answer{Block<double>(3 * environment.size()),
                std::vector<ElasticTensor>(environment.size(), ElasticTensor::Zero()),
                std::vector<Six>(environment.size(), Six::Zero())};
  eachAtomChunk(environment.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      Changes force = Changes::Zero();
      environment.search().visit(i, [&](std::int32_t other, const Vec3& apart, double squared) {
        const auto j = static_cast<std::size_t>(other);
        const PairTerms t = environment.terms(i, j, apart, std::sqrt(squared));
        addNeighbour(t, apart, changesOf(apart, displacement, i, j),
                     t.own * embedding[i] + t.its * embedding[j], force, answer.virial_eV[i],
                     answer.stress_eV[i]);
      });
      for (std::size_t axis = 0; axis < 3; ++axis) {
        for (int s = 0; s < kStrains; ++s) {
          answer.force.row(3 * i + axis)[s] = force(static_cast<int>(axis), s);
        }
      }
    }
  });
  return answer;
}

using Lanes = LaneSums<double>;

// y += factor x, lane by lane.
void addLanes(Block<double>& y, const Lanes& factor, const Block<double>& x) {
  eachRowChunk(y.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        y.row(row)[lane] += factor[lane] * x.row(row)[lane];
      }
    }
  });
}

// p = r + factor p, lane by lane.
void turnDirection(Block<double>& p, const Lanes& factor, const Block<double>& r) {
  eachRowChunk(p.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        p.row(row)[lane] = r.row(row)[lane] + factor[lane] * p.row(row)[lane];
      }
    }
  });
}

Lanes ratios(const Lanes& above, const Lanes& below, double sign) {
  Lanes result{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (below[lane] > 0) result[lane] = sign * above[lane] / below[lane];
  }
  return result;
}

double worst(const Lanes& now, const Lanes& start) {
  double largest = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (start[lane] > 0) largest = std::max(largest, std::sqrt(now[lane] / start[lane]));
  }
  return largest;
}

void requireStiff(const Lanes& curvature, const Lanes& norm) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (norm[lane] == 0 || curvature[lane] > 0) continue;
    throw Error(ErrorKind::input, "the sample has no moduli: it is not a minimum of its energy",
                "a displacement was met along which its energy does not rise",
                "minimise the energy further, with the same potential");
  }
}

// Displacements u with H u = force, all lanes at once.
Block<double> relax(const Springs<double>& springs, const Block<double>& force,
                    ElasticResponse& response) {
  constexpr double kResidual = 1e-9;
  constexpr int kMost = 20000;
  const RigidMotions rigid(springs);
  Block<double> u(force.rows()), r = force, hp(force.rows());
  rigid.projectOut(r);
  Block<double> p = r;
  Lanes rr = dots(r, r);
  const Lanes start = dots(force, force);
  for (response.steps = 0; response.steps < kMost; ++response.steps) {
    response.residual = worst(rr, start);
    if (response.residual <= kResidual) return u;
    springs.apply(p, hp, nullptr, 1, 0, 0);
    const Lanes curvature = dots(p, hp);
    requireStiff(curvature, rr);
    addLanes(u, ratios(rr, curvature, 1), p);
    addLanes(r, ratios(rr, curvature, -1), hp);
    const Lanes before = rr;
    rr = dots(r, r);
    turnDirection(p, ratios(rr, before, 1), r);
    throwIfInterrupted();
  }
  throw Error(ErrorKind::input, "the moduli of this sample were not found",
              "its softest modes are too soft for conjugate gradients to converge",
              "minimise the energy further, or take another sample");
}

ElasticTensor sumOf(const std::vector<ElasticTensor>& parts) {
  ElasticTensor sum = ElasticTensor::Zero();
  for (const ElasticTensor& part : parts) sum += part;
  return sum;
}

void requireBulk(const Atoms& atoms) {
  if (atoms.box.fullyPeriodic() && !freeMotion(atoms).hasVacuum()) return;
  throw Error(ErrorKind::usage, "moduli of a sample with free surfaces are not defined here",
              "its volume and the strain at its surfaces would have to be chosen",
              "take a sample that fills a periodic box");
}

}  // namespace

double shearModulus(const ElasticTensor& c) {
  return (c(0, 0) + c(1, 1) + c(2, 2) - c(0, 1) - c(0, 2) - c(1, 2) +
          3 * (c(3, 3) + c(4, 4) + c(5, 5))) /
         15;
}

double bulkModulus(const ElasticTensor& c) {
  return (c(0, 0) + c(1, 1) + c(2, 2) + 2 * (c(0, 1) + c(0, 2) + c(1, 2))) / 9;
}

ElasticResponse elasticResponse(const EamTables& tables, const std::vector<int>& elements,
                                const Atoms& atoms, Curvature curvature) {
  requireBulk(atoms);
  const EamEnvironment environment(tables, elements, atoms, curvature);
  const PairSprings<double> springs(tables, elements, atoms,
                                    {.massWeighted = false, .curvature = curvature});
  const double toGPa = kGPa_per_eV_per_A3 / atoms.box.volume();
  ElasticResponse response;
  const Answer affine = answerTo(environment, nullptr);
  response.affine_GPa = toGPa * sumOf(affine.virial_eV);
  for (const Six& stress : affine.stress_eV) response.stress_GPa += toGPa * stress;
  const Block<double> displacement = relax(springs, affine.force, response);
  const Answer relaxed = answerTo(environment, &displacement);
  response.relaxed_GPa = toGPa * sumOf(relaxed.virial_eV);
  response.asymmetry_GPa =
      (response.relaxed_GPa - response.relaxed_GPa.transpose()).cwiseAbs().maxCoeff();
  response.local_GPa.resize(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    response.local_GPa[static_cast<std::size_t>(environment.search().order()[i])] =
        toGPa * static_cast<double>(atoms.size()) * relaxed.virial_eV[i];
  }
  return response;
}

}  // namespace glasscope::sim
