#include "sim/quench/Checkpoint.h"

#include <cstring>

#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"

namespace glasscope::sim {
namespace {

using Json = nlohmann::json;

Json toJson(const ThermoRow& row) {
  return {row.phase,
          row.time_ps,
          row.temperature_K,
          row.potentialEnergy_eV_per_atom,
          row.volume_A3_per_atom,
          row.pressure_bar};
}

ThermoRow rowFrom(const Json& json) {
  return {json.at(0), json.at(1), json.at(2), json.at(3), json.at(4), json.at(5)};
}

Json toJson(const ProtocolPosition& position) {
  Json json{{"stage", position.stage},
            {"steps_of_stage", position.done},
            {"stage_start", position.stageStart},
            {"steps", position.total},
            {"snapshots", position.frames},
            {"thermo", Json::array()}};
  for (const ThermoRow& row : position.thermo) json["thermo"].push_back(toJson(row));
  return json;
}

ProtocolPosition positionFrom(const Json& json) {
  ProtocolPosition position;
  position.stage = json.at("stage");
  position.done = json.at("steps_of_stage");
  position.stageStart = json.at("stage_start");
  position.total = json.at("steps");
  position.frames = json.at("snapshots");
  for (const Json& row : json.at("thermo")) position.thermo.push_back(rowFrom(row));
  return position;
}

void append(std::string& bytes, const double* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(double));
}

}  // namespace

Checkpoint::Checkpoint(std::filesystem::path folder, std::string identity)
    : folder_(std::move(folder)), identity_(std::move(identity)) {}

std::filesystem::path Checkpoint::ledger() const {
  return folder_ / "checkpoint.json";
}

std::filesystem::path Checkpoint::framePath(int index) const {
  return folder_ / ("checkpoint.frame" + std::to_string(index));
}

std::optional<ProtocolPosition> Checkpoint::load() {
  std::string text;
  if (Mpi::isRoot() && std::filesystem::exists(ledger())) text = readFile(ledger());
  text = Mpi::broadcast(text);
  if (text.empty()) return std::nullopt;
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || json.value("identity", "") != identity_) {
    logInfo("the checkpoint in " + folder_.string() +
            " belongs to other settings: starting afresh");
    return std::nullopt;
  }
  ProtocolPosition position = positionFrom(json);
  restart_ = folder_ / json.at("restart").get<std::string>();
  bool whole = std::filesystem::exists(restart_);
  for (int i = 0; i < position.frames; ++i) whole = whole && std::filesystem::exists(framePath(i));
  if (Mpi::maximum(static_cast<std::int64_t>(!whole)) == 0) return position;
  logWarning("the checkpoint in " + folder_.string() + " is incomplete: starting afresh");
  return std::nullopt;
}

void Checkpoint::save(const ProtocolPosition& position,
                      const std::function<void(const std::filesystem::path&)>& writeRestart) {
  const std::filesystem::path before = restart_;
  restart_ = folder_ / ("checkpoint." + std::to_string(position.total) + ".restart");
  writeRestart(partialPath(restart_));
  Mpi::barrier();
  if (Mpi::isRoot()) {
    commitFile(restart_);
    Json json = toJson(position);
    json["identity"] = identity_;
    json["restart"] = restart_.filename().string();
    writeFileAtomically(ledger(), json.dump());
    if (!before.empty() && before != restart_) std::filesystem::remove(before);
  }
  Mpi::barrier();
}

void Checkpoint::saveFrame(int index, const Atoms& frame) const {
  if (!Mpi::isRoot()) return;
  std::string bytes;
  const double time[2] = {frame.time_ps, static_cast<double>(frame.step)};
  append(bytes, time, 2);
  append(bytes, frame.box.matrix().data(), 9);
  append(bytes, frame.box.origin().data(), 3);
  append(bytes, frame.positions.front().data(), 3 * frame.size());
  append(bytes, frame.velocities.front().data(), 3 * frame.size());
  writeFileAtomically(framePath(index), bytes);
}

Atoms Checkpoint::loadFrame(int index, const Atoms& like) const {
  const std::string bytes = readFile(framePath(index));
  Atoms frame = like;
  frame.velocities.resize(frame.size());
  if (bytes.size() != sizeof(double) * (14 + 6 * frame.size())) {
    throw Error(ErrorKind::input, framePath(index).string() + " is damaged",
                "a snapshot of a checkpoint has the wrong length",
                "remove the work folder and run again");
  }
  const char* from = bytes.data();
  const auto take = [&from](double* to, std::size_t count) {
    std::memcpy(to, from, count * sizeof(double));
    from += count * sizeof(double);
  };
  double time[2];
  Mat3 matrix;
  Vec3 origin;
  take(time, 2);
  take(matrix.data(), 9);
  take(origin.data(), 3);
  take(frame.positions.front().data(), 3 * frame.size());
  take(frame.velocities.front().data(), 3 * frame.size());
  frame.time_ps = time[0];
  frame.step = static_cast<std::int64_t>(time[1]);
  frame.box = Box(matrix, origin, like.box.periodic());
  return frame;
}

void discardCheckpoint(const std::filesystem::path& folder) {
  if (!Mpi::isRoot() || !std::filesystem::is_directory(folder)) return;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().rfind("checkpoint.", 0) == 0) {
      std::filesystem::remove(entry.path());
    }
  }
}

}  // namespace glasscope::sim
