#include "sim/elasticity/ElasticResponse.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/math/Pressure.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/elasticity/EamAnswer.h"
#include "sim/elasticity/StillingerWeberAnswer.h"
#include "sim/springs/PairSprings.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/BlockSums.h"
#include "sim/vibrations/RigidMotions.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kLanes = Block<double>::kLanes;

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

using AnswerTo = std::function<StrainAnswer(const Block<double>* displacement)>;

ElasticResponse respond(const Springs<double>& springs, const Atoms& atoms,
                        const AnswerTo& answerTo) {
  const double toGPa = constants::kGPa_per_eV_per_A3 / atoms.box.volume();
  ElasticResponse response;
  const StrainAnswer affine = answerTo(nullptr);
  response.affine_GPa = toGPa * sumOf(affine.virial_eV);
  for (const SixStrains& stress : affine.stress_eV) response.stress_GPa += toGPa * stress;
  const Block<double> displacement = relax(springs, affine.force, response);
  const StrainAnswer relaxed = answerTo(&displacement);
  response.relaxed_GPa = toGPa * sumOf(relaxed.virial_eV);
  response.asymmetry_GPa =
      (response.relaxed_GPa - response.relaxed_GPa.transpose()).cwiseAbs().maxCoeff();
  response.local_GPa.resize(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    response.local_GPa[static_cast<std::size_t>(springs.atoms().input[i])] =
        toGPa * static_cast<double>(atoms.size()) * relaxed.virial_eV[i];
  }
  return response;
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
  return respond(springs, atoms, [&](const Block<double>* displacement) {
    return eamAnswer(environment, displacement);
  });
}

std::optional<ElasticResponse> elasticResponse(const Potential& potential, const Atoms& atoms,
                                               Curvature curvature) {
  if (const auto tables = EamTables::of(potential))
    return elasticResponse(*tables, potential.elements(), atoms, curvature);
  const auto model = StillingerWeber::of(potential);
  if (!model) return std::nullopt;
  requireBulk(atoms);
  const StillingerWeberBonds sample(*model, atoms);
  const StillingerWeberSprings<double> springs(*model, atoms, false);
  return respond(springs, atoms, [&](const Block<double>* displacement) {
    return stillingerWeberAnswer(*model, sample, displacement);
  });
}

}  // namespace glasscope::sim
