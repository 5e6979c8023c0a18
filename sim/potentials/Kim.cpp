#include "sim/potentials/Kim.h"

#include <map>
#include <memory>

#include <KIM_Log.hpp>
#include <KIM_LogVerbosity.hpp>
#include <KIM_SimulatorHeaders.hpp>

#include "core/atoms/Elements.h"

namespace glasscope::sim {
namespace {

struct DestroyModel {
  void operator()(KIM::Model* model) const { KIM::Model::Destroy(&model); }
};
using ModelHandle = std::unique_ptr<KIM::Model, DestroyModel>;

// The path of a portable model's library, empty when it is not installed.
std::filesystem::path libraryOf(const std::string& id) {
  KIM::Collections* collections = nullptr;
  if (KIM::Collections::Create(&collections) != 0) return {};
  std::filesystem::path path;
  KIM::CollectionItemType type;
  if (collections->GetItemType(id, &type) == 0 &&
      type == KIM::COLLECTION_ITEM_TYPE::portableModel) {
    const std::string* file = nullptr;
    KIM::Collection collection;
    if (collections->GetItemLibraryFileNameAndCollection(type, id, &file, &collection) == 0) {
      path = *file;
    }
  }
  KIM::Collections::Destroy(&collections);
  return path;
}

ModelHandle create(const std::string& id) {
  KIM::Model* model = nullptr;
  int unitsAccepted = 0;
  const int failed = KIM::Model::Create(
      KIM::NUMBERING::zeroBased, KIM::LENGTH_UNIT::A, KIM::ENERGY_UNIT::eV, KIM::CHARGE_UNIT::e,
      KIM::TEMPERATURE_UNIT::K, KIM::TIME_UNIT::ps, id, &unitsAccepted, &model);
  ModelHandle handle(failed == 0 ? model : nullptr);
  return unitsAccepted != 0 ? std::move(handle) : nullptr;
}

// The code of an element in the model's tables, or -1.
int speciesCode(const KIM::Model& model, int atomicNumber) {
  int supported = 0, code = -1;
  const KIM::SpeciesName name{std::string(elementSymbol(atomicNumber))};
  if (model.GetSpeciesSupportAndCode(name, &supported, &code) != 0 || supported == 0) return -1;
  return code;
}

std::map<std::string, std::vector<double>> parametersOf(const KIM::Model& model) {
  std::map<std::string, std::vector<double>> parameters;
  int count = 0;
  model.GetNumberOfParameters(&count);
  for (int i = 0; i < count; ++i) {
    KIM::DataType type;
    int extent = 0;
    const std::string *name = nullptr, *description = nullptr;
    if (model.GetParameterMetadata(i, &type, &extent, &name, &description) != 0) continue;
    if (type != KIM::DATA_TYPE::Double) continue;
    std::vector<double> values(static_cast<std::size_t>(extent));
    for (int k = 0; k < extent; ++k) model.GetParameter(i, k, &values[static_cast<std::size_t>(k)]);
    parameters[*name] = std::move(values);
  }
  return parameters;
}

std::vector<std::vector<double>> rows(const std::vector<double>& values, std::size_t count) {
  const std::size_t length = values.size() / count;
  std::vector<std::vector<double>> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(i * length),
                        values.begin() + static_cast<std::ptrdiff_t>((i + 1) * length));
  }
  return result;
}

}  // namespace

void Kim::silence() {
  static const bool done = [] {
    KIM::Log::PushDefaultVerbosity(KIM::LOG_VERBOSITY::silent);
    return true;
  }();
  (void)done;
}

std::optional<Kim::Model> Kim::find(const std::string& id, const std::vector<int>& atomicNumbers) {
  silence();
  Model found{id, libraryOf(id), 0, {}};
  if (found.library.empty()) return std::nullopt;
  const ModelHandle model = create(id);
  if (!model) return std::nullopt;
  model->GetInfluenceDistance(&found.influence_A);
  for (const int z : atomicNumbers) {
    if (speciesCode(*model, z) >= 0) found.elements.push_back(z);
  }
  return found;
}

std::optional<Kim::EamTables> Kim::eamTables(const Model& found) {
  silence();
  const ModelHandle model = create(found.id);
  if (!model) return std::nullopt;
  auto parameters = parametersOf(*model);
  for (const char* name :
       {"cutoff", "deltaRho", "deltaR", "embeddingData", "rPhiData", "densityData"}) {
    if (!parameters.contains(name)) return std::nullopt;
  }
  EamTables tables;
  tables.cutoff_A = parameters["cutoff"].at(0);
  tables.deltaRho = parameters["deltaRho"].at(0);
  tables.deltaR_A = parameters["deltaR"].at(0);

  std::map<int, int> elementOfCode;
  for (int z = 1; z <= kMaxAtomicNumber; ++z) {
    const int code = speciesCode(*model, z);
    if (code >= 0) elementOfCode[code] = z;
  }
  const std::size_t n = elementOfCode.size();
  if (n == 0) return std::nullopt;
  for (const auto& [code, z] : elementOfCode) {
    if (code != static_cast<int>(tables.elements.size())) return std::nullopt;
    tables.elements.push_back(z);
  }
  const std::size_t pairs = n * (n + 1) / 2;
  const auto& density = parameters["densityData"];
  tables.embedding_eV = rows(parameters["embeddingData"], n);
  tables.rPhi_eV_A = rows(parameters["rPhiData"], pairs);
  const std::size_t distances = tables.rPhi_eV_A.front().size();
  if (density.size() == n * n * distances) {  // Finnis-Sinclair: a row for every ordered pair
    tables.density = rows(density, n * n);
  } else if (density.size() == n * distances) {  // alloy: a row for every source of density
    for (const auto& row : rows(density, n)) tables.density.insert(tables.density.end(), n, row);
  } else {
    return std::nullopt;
  }
  return tables;
}

std::optional<Kim::StillingerWeber> Kim::stillingerWeber(const Model& found) {
  silence();
  const ModelHandle model = create(found.id);
  if (!model) return std::nullopt;
  const auto parameters = parametersOf(*model);
  StillingerWeber result;
  struct Named {
    const char* name;
    double& value;
  };
  for (const Named& each : {Named{"A", result.a_eV}, Named{"B", result.b}, Named{"p", result.p},
                            Named{"q", result.q}, Named{"sigma", result.sigma_A},
                            Named{"lambda", result.lambda_eV}, Named{"gamma", result.gamma_A},
                            Named{"costheta0", result.cosine}, Named{"cutoff", result.cutoff_A}}) {
    const auto value = parameters.find(each.name);
    if (value == parameters.end() || value->second.size() != 1) return std::nullopt;
    each.value = value->second.front();
  }
  return parameters.size() == 9 ? std::optional(result) : std::nullopt;
}

}  // namespace glasscope::sim
