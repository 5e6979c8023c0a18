#include "sim/elasticity/EamAnswer.h"

#include <cmath>

namespace glasscope::sim {
namespace {

// Changes of F' of every atom under the strains.
std::vector<SixStrains> embeddingChanges(const EamEnvironment& environment,
                                         const Block<double>* displacement) {
  std::vector<SixStrains> changes(environment.size(), SixStrains::Zero());
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

void addNeighbour(const PairTerms& t, const Vec3& apart, const VectorChanges& change,
                  const SixStrains& pull, VectorChanges& force, ElasticTensor& virial,
                  SixStrains& stress) {
  // Change of the tension vector along the neighbour's direction: spring, then embedding.
  const SixStrains along = t.along * (change.transpose() * t.unit) + pull;
  const VectorChanges tension = t.unit * along.transpose() + t.across * change;
  force += tension;
  for (int c = 0; c < kStrains; ++c) {
    const auto [a, b] = kVoigt[static_cast<std::size_t>(c)];
    // Half of the change of (tension vector)_a (distance)_b: the neighbour has the other half.
    virial.row(c) += 0.5 * (tension.row(a) * apart[b] + t.across * apart[a] * change.row(b));
    stress[c] += 0.5 * t.across * apart[a] * apart[b];
  }
}

}  // namespace

StrainAnswer eamAnswer(const EamEnvironment& environment, const Block<double>* displacement) {
  const std::vector<SixStrains> embedding = embeddingChanges(environment, displacement);
  StrainAnswer answer(environment.size());
  eachAtomChunk(environment.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      VectorChanges force = VectorChanges::Zero();
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

}  // namespace glasscope::sim
