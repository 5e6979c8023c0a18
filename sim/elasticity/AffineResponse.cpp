#include "sim/elasticity/AffineResponse.h"

#include "core/math/Pressure.h"
#include "sim/elasticity/EamAnswer.h"
#include "sim/elasticity/StillingerWeberAnswer.h"

namespace glasscope::sim {

std::optional<AffineModel> AffineModel::of(const Potential& potential) {
  AffineModel model;
  model.elements_ = potential.elements();
  model.tables_ = EamTables::of(potential);
  if (!model.tables_) model.model_ = StillingerWeber::of(potential);
  if (!model.tables_ && !model.model_) return std::nullopt;
  return model;
}

AffineResponse AffineModel::at(const Atoms& atoms, Curvature curvature) const {
  const StrainAnswer answer =
      tables_ ? eamAnswer(EamEnvironment(*tables_, elements_, atoms, curvature), nullptr)
              : stillingerWeberAnswer(*model_, StillingerWeberBonds(*model_, atoms), nullptr);
  const double toGPa = constants::kGPa_per_eV_per_A3 / atoms.box.volume();
  AffineResponse response;
  for (const ElasticTensor& part : answer.virial_eV) response.tensor_GPa += part;
  for (const SixStrains& part : answer.stress_eV) response.stress_GPa += toGPa * part;
  response.tensor_GPa *= toGPa;
  return response;
}

}  // namespace glasscope::sim
