#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/atoms/Elements.h"
#include "core/atoms/SpeciesNumbers.h"
#include "core/formats/H5md.h"
#include "core/formats/H5mdGroup.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"

// The reader of H5MD 1.x, ours and other people's; the writer is core/formats/H5md.cpp.
namespace glasscope {

using h5md::Group;
using h5md::refuse;
using h5md::SpeciesSource;

namespace {

// A group that is called "Cu" and has no species holds copper.
int elementOfName(const std::string& name) {
  for (int z = 1; z <= kMaxAtomicNumber; ++z)
    if (elementSymbol(z) == name) return z;
  return 0;
}

bool sameBox(const Box& a, const Box& b) {
  const double tolerance = 1e-6 * a.lengths().maxCoeff();
  return a.periodic() == b.periodic() &&
         (a.matrix() - b.matrix()).cwiseAbs().maxCoeff() <= tolerance &&
         (a.origin() - b.origin()).cwiseAbs().maxCoeff() <= tolerance;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

std::vector<std::string> groupsOf(const Hdf5& file, const std::string& source) {
  if (!file.has("h5md") || !file.has("particles"))
    refuse(source, "it is HDF5, but has no groups /h5md and /particles");
  const bool ours = file.has("glasscope") && file.hasAttribute("group_order", "glasscope");
  const Hdf5 particles = file.group("particles");
  std::vector<std::string> names;
  for (const auto& name :
       ours ? file.stringsAttribute("group_order", "glasscope") : particles.names()) {
    if (particles.isDataset(name) || !particles.group(name).has("position")) continue;
    names.push_back(name);
  }
  if (names.empty()) refuse(source, "none of its particle groups has positions");
  return names;
}

bool isOurs(const Hdf5& file) {
  return file.has("glasscope") && file.hasAttribute("group_order", "glasscope");
}

}  // namespace

struct H5mdReader::State {
  std::string source;
  std::vector<int> elements;
  bool ours = false;
  std::vector<Group> groups;

  SpeciesSource speciesOf(std::size_t g) const {
    SpeciesSource from{elements, ours};
    const int named = elementOfName(groups[g].name());
    if (elements.size() == 1)
      from.whole = elements[0];
    else if (elements.size() == groups.size() && groups.size() > 1)
      from.whole = elements[g];
    else if (elements.empty())
      from.whole = named;
    std::size_t before = 0, all = 0;
    for (std::size_t k = 0; k < groups.size(); ++k) {
      if (k < g) before += groups[k].size();
      all += groups[k].size();
    }
    if (elements.size() == all && all > 1)
      from.each = std::span(elements).subspan(before, groups[g].size());
    return from;
  }

  // Species that may be types are asked for once, over all groups.
  void requireAtomicNumbers() const {
    if (ours || !elements.empty()) return;
    std::set<int> present;
    bool certain = true;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const auto species = groups[g].species(0, speciesOf(g));
      present.insert(species.begin(), species.end());
      certain = certain && groups[g].tellsElements();
    }
    const std::vector<int> numbers(present.begin(), present.end());
    if (certain || !mayBeTypes(numbers)) return;
    throw Error(ErrorKind::usage, fmt::format("The elements of '{}' are not certain", source),
                fmt::format("its species are the numbers {}: types, or the elements {}?",
                            fmt::join(numbers, ", "), symbolsOf(numbers)),
                "name them in the order of the types, for example --elements Cu,Zr");
  }

  void requireOneBox(const Atoms& first, const Atoms& other, const Group& group) const {
    if (sameBox(first.box, other.box) && first.step == other.step) return;
    refuse(source, fmt::format("the groups {} and {} have other boxes or steps, so they are not "
                               "one configuration",
                               groups.front().name(), group.name()));
  }

  // A group may hold a part of the atoms of another one ("all", "solute"): put together they would
  // be there twice. Equal ids alone say nothing, for groups may count each from 1.
  void requireDisjoint(const Atoms& before, const Atoms& more, const Group& group) const {
    std::map<std::int64_t, std::size_t> known;
    for (std::size_t i = 0; i < before.ids.size(); ++i) known[before.ids[i]] = i;
    for (std::size_t i = 0; i < more.ids.size(); ++i) {
      const auto found = known.find(more.ids[i]);
      if (found == known.end() || before.positions[found->second] != more.positions[i]) continue;
      refuse(source,
             fmt::format("its group {} holds atom {} of the groups before it again, at the same "
                         "place: groups that are parts of others cannot be put together",
                         group.name(), more.ids[i]));
    }
  }
};

H5mdReader::H5mdReader(const std::filesystem::path& path, std::span<const int> elements,
                       const std::string& group)
    : state_(std::make_unique<State>()) {
  const Hdf5 file = Hdf5::open(path);
  state_->source = path.string();
  state_->elements.assign(elements.begin(), elements.end());
  state_->ours = isOurs(file);
  auto names = groupsOf(file, state_->source);
  if (!group.empty()) {
    if (std::find(names.begin(), names.end(), group) == names.end())
      refuse(state_->source,
             fmt::format("it has no group {}, but {}", group, fmt::join(names, ", ")));
    names = {group};
  } else if (state_->ours) {
    names.resize(1);  // of our own files the snapshots come first: they are the trajectory
  }
  for (const auto& name : names)
    state_->groups.emplace_back(file.group("particles").group(name), state_->source);
  for (const Group& other : state_->groups)
    if (other.frames() != state_->groups.front().frames())
      refuse(state_->source, fmt::format("the groups {} and {} have {} and {} frames",
                                         state_->groups.front().name(), other.name(),
                                         state_->groups.front().frames(), other.frames()));
  state_->requireAtomicNumbers();
}

H5mdReader::~H5mdReader() = default;
H5mdReader::H5mdReader(H5mdReader&&) noexcept = default;

std::uint64_t H5mdReader::frames() const {
  return state_->groups.front().frames();
}

Atoms H5mdReader::frame(std::uint64_t index) const {
  const auto& groups = state_->groups;
  Atoms atoms = groups.front().frame(index, state_->speciesOf(0));
  if (groups.size() > 1) atoms.columns.clear();  // a column of one group is none of all
  bool ids = groups.front().hasIds();
  for (std::size_t g = 1; g < groups.size(); ++g) {
    const Atoms more = groups[g].frame(index, state_->speciesOf(g));
    state_->requireOneBox(atoms, more, groups[g]);
    if (groups.front().hasIds() && groups[g].hasIds())
      state_->requireDisjoint(atoms, more, groups[g]);
    ids = ids && groups[g].hasIds();
    append(atoms.ids, more.ids);
    append(atoms.atomicNumbers, more.atomicNumbers);
    append(atoms.positions, more.positions);
    if (atoms.velocities.empty() || more.velocities.empty())
      atoms.velocities.clear();
    else
      append(atoms.velocities, more.velocities);
  }
  const std::set<std::int64_t> distinct(atoms.ids.begin(), atoms.ids.end());
  // Groups that count their atoms each from 1: their order in the file is that of the groups.
  if (groups.size() > 1 && (!ids || distinct.size() != atoms.ids.size()))
    for (std::size_t i = 0; i < atoms.ids.size(); ++i)
      atoms.ids[i] = static_cast<std::int64_t>(i) + 1;
  atoms.validate();
  return atoms;
}

std::vector<H5mdTrajectory> readH5md(const std::filesystem::path& path,
                                     std::span<const int> elements) {
  const Hdf5 file = Hdf5::open(path);
  const auto names = groupsOf(file, path.string());
  const std::vector<std::string> wanted = isOurs(file) ? names : std::vector<std::string>{""};
  std::vector<H5mdTrajectory> trajectories;
  for (const auto& name : wanted) {
    const H5mdReader reader(path, elements, name);
    trajectories.push_back({name.empty() ? fmt::format("{}", fmt::join(names, " + ")) : name, {}});
    for (std::uint64_t f = 0; f < reader.frames(); ++f)
      trajectories.back().frames.push_back(reader.frame(f));
  }
  return trajectories;
}

}  // namespace glasscope
