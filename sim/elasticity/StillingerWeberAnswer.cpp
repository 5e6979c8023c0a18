#include "sim/elasticity/StillingerWeberAnswer.h"

namespace glasscope::sim {
namespace {

// Of a vector d with the tension t = dE/dd along it and the change of both: d (x) t, and its
// change, in Voigt's notation.
struct Virial {
  ElasticTensor change = ElasticTensor::Zero();
  SixStrains value = SixStrains::Zero();

  void add(const Vec3& apart, const VectorChanges& moved, const Vec3& tension,
           const VectorChanges& pulled) {
    for (int c = 0; c < kStrains; ++c) {
      const auto [a, b] = kVoigt[static_cast<std::size_t>(c)];
      // A pair's tension lies along its vector and an angle's do in their sum: either order is the
      // same for the whole, and half of both is symmetric for each atom.
      value[c] += 0.5 * (tension[a] * apart[b] + tension[b] * apart[a]);
      change.row(c) += 0.5 * (pulled.row(a) * apart[b] + tension[a] * moved.row(b) +
                              pulled.row(b) * apart[a] + tension[b] * moved.row(a));
    }
  }
};

void give(const Virial& virial, double share, std::size_t to, StrainAnswer& answer) {
  answer.virial_eV[to] += share * virial.change;
  answer.stress_eV[to] += share * virial.value;
}

void addForce(const VectorChanges& change, double sign, std::size_t to, StrainAnswer& answer) {
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (int s = 0; s < kStrains; ++s)
      answer.force.row(3 * to + axis)[s] += sign * change(static_cast<int>(axis), s);
}

}  // namespace

// Atom after atom, not by threads: what an angle gives goes to three atoms.
StrainAnswer stillingerWeberAnswer(const StillingerWeber& model, const StillingerWeberBonds& sample,
                                   const Block<double>* displacement) {
  StrainAnswer answer(sample.size());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const auto& bonds = sample.of(i);
    std::vector<VectorChanges> moved;
    for (const auto& bond : bonds)
      moved.push_back(changesOf(bond.vector, displacement, i, static_cast<std::size_t>(bond.j)));
    for (std::size_t one = 0; one < bonds.size(); ++one) {
      const Vec3& apart = bonds[one].vector;
      const double r_A = apart.norm();
      const Vec3 unit = apart / r_A;
      const auto pair = model.pair(r_A);
      const double across = pair.first / r_A;
      const VectorChanges pulled =
          (pair.second - across) * unit * (unit.transpose() * moved[one]) + across * moved[one];
      Virial virial;
      virial.add(apart, moved[one], pair.first * unit, pulled);
      give(virial, 0.5, i, answer);  // the neighbour sees the pair, too
      addForce(pulled, 1, i, answer);
      for (std::size_t other = one + 1; other < bonds.size(); ++other) {
        const auto angle = model.angle(apart, bonds[other].vector);
        Eigen::Matrix<double, 6, kStrains> both;
        both << moved[one], moved[other];
        const Eigen::Matrix<double, 6, kStrains> pulls = angle.curvature * both;
        const VectorChanges first = pulls.topRows<3>(), second = pulls.bottomRows<3>();
        Virial bent;
        bent.add(apart, moved[one], angle.gradient.head<3>(), first);
        bent.add(bonds[other].vector, moved[other], angle.gradient.tail<3>(), second);
        const auto j = static_cast<std::size_t>(bonds[one].j);
        const auto k = static_cast<std::size_t>(bonds[other].j);
        for (const std::size_t atom : {i, j, k}) give(bent, 1.0 / 3, atom, answer);
        addForce(first + second, 1, i, answer);
        addForce(first, -1, j, answer);
        addForce(second, -1, k, answer);
      }
    }
  }
  return answer;
}

}  // namespace glasscope::sim
