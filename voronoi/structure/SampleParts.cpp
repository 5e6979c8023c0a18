#include "voronoi/structure/SampleParts.h"

#include <algorithm>
#include <limits>
#include <utility>

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

struct SampleParts::State {
  explicit State(const Atoms& atoms)
      : grainParts(atoms.size()), lowParts(atoms.size()), highParts(atoms.size()), whole(atoms) {}
  ClusterParts grainParts, lowParts, highParts;
  MotifShells shells;
  std::vector<IndexOfAtom> indices;  // only where motifs are ranked
  // Of the whole sample, as long as its columns may be asked for.
  WholeSample whole;
  std::map<std::string, std::vector<double>> marked;  // worst motifs
  std::map<std::string, AtomValue> late;
};

SampleParts::SampleParts(const Atoms& atoms, const DescriptorFacts& facts, bool overRanks,
                         std::set<std::string> kept)
    : atoms_(atoms),
      facts_(facts),
      overRanks_(overRanks),
      rows_(sampleDescriptors(facts)),
      wanted_(std::move(kept)),
      state_(std::make_shared<State>(atoms)) {
  for (const auto& row : rows_) wanted_.insert(row.needs.begin(), row.needs.end());
  if (facts.bondCutoff_A > 0) wanted_.insert({"tetrahedrality", "bonds"});
}

SampleParts::~SampleParts() = default;

void SampleParts::keepColumns(const Piece& piece, const Columns& columns) {
  for (const auto& name : wanted_) {
    if (!columns.has(name)) continue;
    auto& values = state_->whole.columns[name];
    values.resize(atoms_.size());
    const auto& column = columns.at(name).values;
    for (std::size_t k = 0; k < piece.own; ++k)
      values[static_cast<std::size_t>(piece.atoms[k])] = column[k];
  }
}

void SampleParts::add(const Piece& piece, const Neighbourhood& here, const Columns& columns) {
  keepColumns(piece, columns);
  state_->grainParts.add(piece, here.crystals().like, here.crystals().links);
  if (facts_.bondCutoff_A > 0) {
    const auto& found = here.tetrahedra();
    std::vector<std::uint8_t> low(piece.own), high(piece.own);
    for (std::size_t k = 0; k < piece.own; ++k) {
      low[k] = found.low(k);
      high[k] = found.high(k);
    }
    state_->lowParts.add(piece, low, found.links);
    state_->highParts.add(piece, high, found.links);
  }
  const auto& set = here.set();
  auto& shells = state_->shells;
  const auto centres = shells.centre.size(), members = shells.members.size();
  for (std::size_t k = 0; k < piece.own; ++k) {
    if (!facts_.settings.rankBy.empty() && !set.surface[k])
      state_->indices.push_back({piece.atoms[k], set.indices[k]});
    if (!set.surface[k] && isIcosahedron(set.indices[k]))
      shells.add(here.atoms(), set.cells, k, facts_.settings.convention);
  }
  shells.renumber(centres, members, piece.atoms);
}

void SampleParts::gatherKept() {
  auto& kept = state_->whole.columns;
  const auto names = [&] {
    std::string text;
    for (const auto& [name, values] : kept) text += name + "\n";
    return text;
  };
  for (int rank = 0; rank < Mpi::size(); ++rank) {  // a rank may have had no brick
    const auto text = Mpi::broadcast(names(), rank);
    for (std::size_t begin = 0; begin < text.size();) {
      const auto end = text.find('\n', begin);
      kept[text.substr(begin, end - begin)].resize(atoms_.size());
      begin = end + 1;
    }
  }
  for (auto& [name, values] : kept) Mpi::sum(std::span<double>(values));
}

void SampleParts::gather(std::span<const std::uint8_t> surface, StructureReport& report) {
  auto& state = *state_;
  auto& whole = state.whole;
  whole.surface.assign(surface.begin(), surface.end());
  if (overRanks_) {
    gatherKept();
    state.shells.gatherOverRanks();
    gatherOverRanks(state.indices);
  }
  state.shells.sortByCentre();
  whole.grains = state.grainParts.clusters(overRanks_);
  whole.icosahedra = motifNetwork(state.shells, atoms_.size());
  state.shells = {};
  if (facts_.bondCutoff_A > 0) {
    whole.lowDensity = state.lowParts.clusters(overRanks_);
    whole.highDensity = state.highParts.clusters(overRanks_);
  }
  auto& order = report.order;
  order.grains =
      OrderSummary::Grains::of(whole.grains, facts_.settings.crystals.nucleus,
                               static_cast<std::int64_t>(atoms_.size()) - report.surfaceAtoms);
  order.network = OrderSummary::Network::of(whole.icosahedra, atoms_.size());
  if (facts_.bondCutoff_A > 0)
    order.tetrahedra =
        OrderSummary::Tetrahedra::of(whole.column("tetrahedrality"), whole.column("bonds"),
                                     whole.lowDensity, whole.highDensity, facts_.bondCutoff_A);
}

bool SampleParts::knows(const std::string& name) const {
  return state_->whole.columns.count(name) > 0 || state_->late.count(name) > 0 ||
         atoms_.columns.has(name);
}

std::vector<double> SampleParts::values(const std::string& name) const {
  const auto found = state_->whole.columns.find(name);
  if (found != state_->whole.columns.end()) return found->second;
  const auto late = state_->late.find(name);
  if (late == state_->late.end()) return atoms_.columns.at(name).values;
  std::vector<double> out(atoms_.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = late->second(i);
  return out;
}

std::vector<double> SampleParts::takeValues(const std::string& name) {
  const auto found = state_->whole.columns.find(name);
  if (found == state_->whole.columns.end()) return values(name);
  auto out = std::move(found->second);
  state_->whole.columns.erase(found);
  return out;
}

void SampleParts::addColumn(ColumnSink& columns, const std::string& name, const std::string& unit,
                            const std::string& text, const AtomValue& value) {
  const auto valueOf = [value](const State& state, std::size_t i) {
    return state.whole.surface[i] ? std::numeric_limits<double>::quiet_NaN() : value(i);
  };
  columns.addLate(name, unit, text,
                  [valueOf, keep = state_](std::size_t i) { return valueOf(*keep, i); });
  state_->late[name] = [valueOf, &state = *state_](std::size_t i) { return valueOf(state, i); };
}

void SampleParts::addRankings(ColumnSink& columns, StructureReport& report) {
  const auto& settings = facts_.settings;
  std::vector<VoronoiIndex> indices;
  for (const auto& wanted : settings.rankBy) {
    const auto name = rankedColumn(wanted);
    if (!settings.rankByMustExist && !knows(name)) continue;
    if (indices.empty()) {
      indices.resize(atoms_.size());
      for (const auto& entry : state_->indices)
        indices[static_cast<std::size_t>(entry.atom)] = entry.index;
    }
    const Column field{name, "", "", values(name)};
    auto ranking = rankMotifs(atoms_, field, indices, state_->whole.surface,
                              rankingSettings(settings, wanted));
    const auto& marked = state_->marked[name] = std::move(ranking.marked);
    addColumn(columns, "worst_motif_by_" + name, "1", rankingText(settings, wanted, ranking.share),
              [&marked](std::size_t i) { return marked[i]; });
    report.motifs.rankings.push_back(std::move(ranking));
  }
}

void SampleParts::finish(ColumnSink& columns, StructureReport& report) {
  for (const auto& row : rows_)
    addColumn(columns, row.name, row.unit, row.text, row.of(state_->whole));
  addRankings(columns, report);
}

}  // namespace glasscope::voronoi
