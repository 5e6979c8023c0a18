#include "voronoi/structure/StreamedOrder.h"

#include <limits>
#include <set>

#include "core/system/Gather.h"
#include "core/system/Mpi.h"
#include "voronoi/descriptors/RankingSettings.h"
#include "voronoi/motifs/MotifRanking.h"
#include "voronoi/order/ClusterParts.h"

namespace glasscope::voronoi {

namespace {

struct IndexOfAtom {
  std::int32_t atom;
  VoronoiIndex index;
};

}  // namespace

struct StreamedOrder::State {
  explicit State(std::size_t atoms) : grainParts(atoms), lowParts(atoms), highParts(atoms) {}
  ClusterParts grainParts, lowParts, highParts;
  MotifShells shells;
  std::vector<IndexOfAtom> indices;  // only where motifs are ranked
  std::map<std::string, std::vector<double>> kept;
  // Of the whole sample, as long as its columns may be asked for.
  std::vector<std::uint8_t> surface;
  Clusters grains;
  MotifNetwork network;
  TetrahedralClusters tetrahedra;
  std::map<std::string, std::vector<double>> marked;
  std::map<std::string, std::function<double(std::size_t)>> late;
};

StreamedOrder::StreamedOrder(const Atoms& atoms, const StructureSettings& settings,
                             double bondCutoff_A)
    : atoms_(atoms),
      settings_(settings),
      bondCutoff_A_(bondCutoff_A),
      state_(std::make_shared<State>(atoms.size())) {}

StreamedOrder::~StreamedOrder() = default;

void StreamedOrder::keepColumns(const Piece& piece, const Atoms& brick) {
  std::set<std::string> wanted(settings_.correlate.begin(), settings_.correlate.end());
  for (const auto& name : settings_.rankBy) wanted.insert(rankedColumn(name));
  if (bondCutoff_A_ > 0) wanted.insert({"tetrahedrality", "bonds"});
  for (const auto& name : wanted) {
    if (atoms_.columns.has(name) || !brick.columns.has(name)) continue;
    auto& values = state_->kept[name];
    values.resize(atoms_.size());
    const auto& column = brick.columns.at(name).values;
    for (std::size_t k = 0; k < piece.own; ++k)
      values[static_cast<std::size_t>(piece.atoms[k])] = column[k];
  }
}

void StreamedOrder::add(const Piece& piece, const Atoms& brick, const CellSet& set,
                        const Neighbourhood& found) {
  keepColumns(piece, brick);
  state_->grainParts.add(piece, found.crystals.like, found.crystals.links);
  if (bondCutoff_A_ > 0) {
    std::vector<std::uint8_t> low(piece.own), high(piece.own);
    for (std::size_t k = 0; k < piece.own; ++k) {
      low[k] = found.tetrahedra.low(k);
      high[k] = found.tetrahedra.high(k);
    }
    state_->lowParts.add(piece, low, found.tetrahedra.links);
    state_->highParts.add(piece, high, found.tetrahedra.links);
  }
  auto& shells = state_->shells;
  const auto centres = shells.centre.size(), members = shells.members.size();
  for (std::size_t k = 0; k < piece.own; ++k) {
    if (!settings_.rankBy.empty() && !set.surface[k])
      state_->indices.push_back({piece.atoms[k], set.indices[k]});
    if (!set.surface[k] && isIcosahedron(set.indices[k]))
      shells.add(brick, set.cells, k, settings_.convention);
  }
  shells.renumber(centres, members, piece.atoms);
}

void StreamedOrder::gather() {
  auto& state = *state_;
  const auto names = [&] {
    std::string text;
    for (const auto& [name, values] : state.kept) text += name + "\n";
    return text;
  };
  for (int rank = 0; rank < Mpi::size(); ++rank) {  // a rank may have had no brick
    const auto text = Mpi::broadcast(names(), rank);
    for (std::size_t begin = 0; begin < text.size();) {
      const auto end = text.find('\n', begin);
      state.kept[text.substr(begin, end - begin)].resize(atoms_.size());
      begin = end + 1;
    }
  }
  for (auto& [name, values] : state.kept) Mpi::sum(std::span<double>(values));
  state.shells.gatherOverRanks();
  state.shells.sortByCentre();
  state.grains = state.grainParts.clusters();
  if (bondCutoff_A_ > 0) state.tetrahedra = {state.lowParts.clusters(), state.highParts.clusters()};
}

std::vector<double> StreamedOrder::values(const std::string& name) const {
  const auto found = state_->kept.find(name);
  if (found != state_->kept.end()) return found->second;
  const auto late = state_->late.find(name);
  if (late == state_->late.end()) return atoms_.columns.at(name).values;
  std::vector<double> out(atoms_.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = late->second(i);
  return out;
}

std::vector<double> StreamedOrder::takeValues(const std::string& name) {
  const auto found = state_->kept.find(name);
  if (found == state_->kept.end()) return values(name);
  auto out = std::move(found->second);
  state_->kept.erase(found);
  return out;
}

void StreamedOrder::addRankings(const PutColumn& put, StructureReport& report) {
  gatherOverRanks(state_->indices);
  std::vector<VoronoiIndex> indices;
  for (const auto& wanted : settings_.rankBy) {
    const auto name = rankedColumn(wanted);
    const bool known =
        atoms_.columns.has(name) || state_->kept.count(name) > 0 || state_->late.count(name) > 0;
    if (!settings_.rankByMustExist && !known) continue;
    if (indices.empty()) {
      indices.resize(atoms_.size());
      for (const auto& entry : state_->indices)
        indices[static_cast<std::size_t>(entry.atom)] = entry.index;
    }
    const Column field{name, "", "", values(name)};
    auto ranking =
        rankMotifs(atoms_, field, indices, state_->surface, rankingSettings(settings_, wanted));
    const auto& marked = state_->marked[name] = std::move(ranking.marked);
    put("worst_motif_by_" + name, "1", rankingText(settings_, wanted, ranking.share),
        [&marked](std::size_t i) { return marked[i]; });
    report.rankings.push_back(std::move(ranking));
  }
}

void StreamedOrder::finish(ColumnScratch& columns, std::span<const std::uint8_t> surface,
                           StructureReport& report) {
  report.order.computed = true;
  gather();
  auto& state = *state_;
  state.surface.assign(surface.begin(), surface.end());
  const PutColumn put = [&](const std::string& name, const std::string& unit,
                            const std::string& description,
                            const std::function<double(std::size_t)>& value) {
    const auto defined = [keep = state_, value](std::size_t i) {
      return keep->surface[i] ? std::numeric_limits<double>::quiet_NaN() : value(i);
    };
    columns.addLate(name, unit, description, defined);
    state.late[name] = [&state, value](std::size_t i) {
      return state.surface[i] ? std::numeric_limits<double>::quiet_NaN() : value(i);
    };
  };
  addGrains(put, state.grains, report, atoms_.size());
  state.network = motifNetwork(state.shells, atoms_.size());
  state.shells = {};
  addNetwork(put, state.network, report, atoms_.size());
  if (bondCutoff_A_ > 0)
    addTetrahedralClusters(put, state.tetrahedra, values("tetrahedrality"), values("bonds"),
                           bondCutoff_A_, report);
  addRankings(put, report);
}

}  // namespace glasscope::voronoi
