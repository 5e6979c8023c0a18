#include "sim/deformation/StrainCheckpoint.h"

#include <cmath>
#include <cstdint>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"

namespace glasscope::sim {
namespace {

using Json = nlohmann::json;

constexpr char kPrefix[] = "strain.";

// In binary, so that every number comes back with its last bit, NaN among them.
std::string sealed(const Json& json) {
  const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
  const std::string text(bytes.begin(), bytes.end());
  return hashBytes(text) + "\n" + text;
}

// Discarded json where the bytes are not those that were written.
Json unsealed(const std::string& bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string::npos || hashBytes(bytes.substr(end + 1)) != bytes.substr(0, end))
    return Json(Json::value_t::discarded);
  return Json::from_cbor(bytes.begin() + static_cast<std::ptrdiff_t>(end) + 1, bytes.end(), true,
                         false);
}

Json numbersOf(const std::vector<Vec3>& vectors) {
  Json json = Json::array();
  for (const Vec3& vector : vectors)
    for (int axis = 0; axis < 3; ++axis) json.push_back(vector[axis]);
  return json;
}

std::vector<Vec3> vectorsFrom(const Json& json) {
  std::vector<Vec3> vectors(json.size() / 3);
  for (std::size_t k = 0; k < 3 * vectors.size(); ++k)
    vectors[k / 3][static_cast<Eigen::Index>(k % 3)] = json[k];
  return vectors;
}

Json numbersOf(const Mat3& matrix) {
  return numbersOf(std::vector<Vec3>{matrix.col(0), matrix.col(1), matrix.col(2)});
}

Mat3 matrixFrom(const Json& json) {
  const auto columns = vectorsFrom(json);
  Mat3 matrix;
  for (int k = 0; k < 3; ++k) matrix.col(k) = columns.at(static_cast<std::size_t>(k));
  return matrix;
}

Json toJson(const Atoms& atoms) {
  return {{"positions", numbersOf(atoms.positions)},
          {"box", numbersOf(atoms.box.matrix())},
          {"origin", numbersOf(std::vector<Vec3>{atoms.box.origin()})},
          {"step", atoms.step}};
}

Atoms atomsFrom(const Json& json, const Atoms& like) {
  Atoms atoms = like;
  atoms.columns.clear();
  atoms.positions = vectorsFrom(json.at("positions"));
  atoms.velocities.assign(atoms.size(), Vec3::Zero());
  atoms.box =
      Box(matrixFrom(json.at("box")), vectorsFrom(json.at("origin")).front(), like.box.periodic());
  atoms.step = json.at("step");
  return atoms;
}

Json toJson(const StrainedSample::State& state) {
  Json images = Json::array();
  for (const auto& image : state.images) images.push_back(image);
  return {{"strain", state.strain},
          {"energy", state.energy_eV},
          {"volume", state.volume_A3},
          {"force_norm", state.forceNorm_eV_per_A},
          {"stress", numbersOf(state.stress_GPa)},
          {"positions", numbersOf(state.positions)},
          {"images", images}};
}

StrainedSample::State stateFrom(const Json& json) {
  StrainedSample::State state;
  state.strain = json.at("strain");
  state.energy_eV = json.at("energy");
  state.volume_A3 = json.at("volume");
  state.forceNorm_eV_per_A = json.at("force_norm");
  state.stress_GPa = matrixFrom(json.at("stress"));
  state.positions = vectorsFrom(json.at("positions"));
  state.images = json.at("images").get<std::vector<std::array<int, 3>>>();
  return state;
}

Json toJson(const PlasticEvent& event) {
  return {{"strain", event.strain},
          {"stress_drop", event.stressDrop_GPa},
          {"energy", event.energyReleased_eV},
          {"largest", event.largestD2min_A2},
          {"centre", event.centre},
          {"participation", event.participation},
          {"d2min", event.d2min_A2}};
}

PlasticEvent eventFrom(const Json& json) {
  PlasticEvent event;
  event.strain = json.at("strain");
  event.stressDrop_GPa = json.at("stress_drop");
  event.energyReleased_eV = json.at("energy");
  event.largestD2min_A2 = json.at("largest");
  event.centre = json.at("centre");
  event.participation = json.at("participation");
  event.d2min_A2 = json.at("d2min").get<std::vector<double>>();
  return event;
}

Json toJson(const std::vector<StrainRow>& rows) {
  Json json = Json::array();
  for (const StrainRow& row : rows)
    json.push_back({row.strain, row.stress_GPa, row.energy_eV_per_atom, row.forceNorm_eV_per_A});
  return json;
}

std::vector<StrainRow> rowsFrom(const Json& json) {
  std::vector<StrainRow> rows;
  for (const Json& row : json) rows.push_back({row.at(0), row.at(1), row.at(2), row.at(3)});
  return rows;
}

}  // namespace

StrainCheckpoint::StrainCheckpoint(std::filesystem::path folder, std::string identity)
    : folder_(std::move(folder)), identity_(std::move(identity)) {}

std::filesystem::path StrainCheckpoint::stateFile() const {
  return folder_ / (std::string(kPrefix) + "state");
}

std::filesystem::path StrainCheckpoint::eventFile(std::size_t index) const {
  return folder_ / fmt::format("{}event{}", kPrefix, index);
}

std::optional<StrainProgress> StrainCheckpoint::load(const Atoms& like) {
  // Rank 0 holds it against the checksums; what it trusts the others take from it.
  std::string text;
  std::vector<std::string> events;
  if (Mpi::isRoot() && std::filesystem::is_regular_file(stateFile())) {
    const Json json = unsealed(readFile(stateFile()));
    bool whole = json.is_object() && json.value("identity", "") == identity_;
    if (json.is_discarded())
      logWarning("the state of the deformation in " + folder_.string() +
                 " is damaged; it begins again");
    for (std::size_t k = 0; whole && k < json.at("events").size(); ++k) {
      const auto file = eventFile(k);
      whole = std::filesystem::is_regular_file(file);
      if (whole) events.push_back(readFile(file));
      if (whole) whole = hashBytes(events.back()) == json["events"][k];
      if (!whole)
        logWarning(file.string() + " is missing or damaged; the deformation begins again");
    }
    if (whole) text = readFile(stateFile());
  }
  text = Mpi::broadcast(text);
  if (text.empty()) return std::nullopt;
  const Json json = unsealed(text);
  StrainProgress progress;
  progress.state = stateFrom(json.at("state"));
  progress.suspect =
      json.at("suspect").is_null() ? progress.suspect : json.at("suspect").get<double>();
  progress.run.rows = rowsFrom(json.at("rows"));
  progress.run.first = atomsFrom(json.at("first"), like);
  progress.run.last = atomsFrom(json.at("last"), like);
  progress.run.unconverged = json.at("unconverged");
  eventHashes_ = json.at("events").get<std::vector<std::string>>();
  events.resize(eventHashes_.size());
  for (std::string& event : events) {
    event = Mpi::broadcast(event);
    progress.run.events.push_back(eventFrom(unsealed(event)));
  }
  return progress;
}

void StrainCheckpoint::save(const StrainProgress& progress) {
  if (!Mpi::isRoot()) return;
  ensureWritableFolder(folder_);
  const QuasiStaticRun& run = progress.run;
  while (eventHashes_.size() < run.events.size()) {
    const std::size_t k = eventHashes_.size();
    const std::string bytes = sealed(toJson(run.events[k]));
    writeFileAtomically(eventFile(k), bytes);
    eventHashes_.push_back(hashBytes(bytes));
  }
  Json json{{"identity", identity_},    {"state", toJson(progress.state)},
            {"rows", toJson(run.rows)}, {"first", toJson(run.first)},
            {"last", toJson(run.last)}, {"unconverged", run.unconverged},
            {"events", eventHashes_}};
  json["suspect"] = std::isfinite(progress.suspect) ? Json(progress.suspect) : Json();
  writeFileAtomically(stateFile(), sealed(json));
}

void discardStrainCheckpoint(const std::filesystem::path& folder) {
  if (!Mpi::isRoot() || !std::filesystem::is_directory(folder)) return;
  // The state first: whoever is killed here leaves none that names files which are gone.
  std::filesystem::remove(folder / (std::string(kPrefix) + "state"));
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(kPrefix)) files.push_back(entry.path());
  for (const auto& file : files) std::filesystem::remove(file);
}

}  // namespace glasscope::sim
