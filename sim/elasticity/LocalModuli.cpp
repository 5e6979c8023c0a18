#include "sim/elasticity/LocalModuli.h"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "sim/springs/EamEnvironment.h"

namespace glasscope::sim {
namespace {

std::vector<double> overSpheres(const Atoms& atoms, const std::vector<double>& values,
                                double radius_A) {
  const NeighbourSearch search(atoms, radius_A);
  const auto& order = search.order();
  std::vector<double> means(values.size());
  eachAtomChunk(values.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t place = first; place < last; ++place) {
      const auto own = static_cast<std::size_t>(order[place]);
      double sum = values[own];
      int count = 1;
      search.visit(place, [&](std::int32_t other, const Vec3&, double) {
        sum += values[static_cast<std::size_t>(order[static_cast<std::size_t>(other)])];
        ++count;
      });
      means[own] = sum / count;
    }
  });
  return means;
}

void addPair(Atoms& atoms, const char* which, const std::vector<double>& values,
             const LocalModuliSettings& settings, const std::string& origin) {
  const std::string name = std::string("local_") + which + "_modulus";
  const std::string how = "; " + origin;
  atoms.columns.add(
      {name + "_GPa", "GPa",
       std::string(which) +
           " modulus of the atom: orientation average of the derivative of its virial, "
           "over its share of the volume, along strain and non-affine displacement; "
           "the mean is that of the sample" +
           how,
       values});
  atoms.columns.add(
      {name + "_sphere_GPa", "GPa",
       fmt::format("mean of {}_GPa over the atoms within {:g} angstrom", name, settings.sphere_A) +
           how,
       overSpheres(atoms, values, settings.sphere_A)});
}

}  // namespace

void LocalModuliSettings::validate() const {
  if (sphere_A > 0 && std::isfinite(sphere_A)) return;
  throw Error(ErrorKind::usage, fmt::format("local moduli cannot have sphere_A = {:g}", sphere_A),
              "a radius is positive", "correct that setting");
}

std::optional<ElasticResponse> addLocalModuli(const Potential& potential, Atoms& atoms,
                                              const LocalModuliSettings& settings) {
  settings.validate();
  const auto response = elasticResponse(potential, atoms, settings.curvature);
  if (!response) return std::nullopt;
  std::vector<double> shear, bulk;
  for (const ElasticTensor& tensor : response->local_GPa) {
    shear.push_back(shearModulus(tensor));
    bulk.push_back(bulkModulus(tensor));
  }
  const std::string origin = potential.eamData()
                                 ? curvatureText(settings.curvature)
                                 : "a third of an angle's virial at each of its atoms";
  addPair(atoms, "shear", shear, settings, origin);
  addPair(atoms, "bulk", bulk, settings, origin);
  return response;
}

}  // namespace glasscope::sim
