#include "sim/lammps/Sample.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

int typeOf(const Potential& potential, int atomicNumber) {
  const auto& elements = potential.elements();
  const auto found = std::find(elements.begin(), elements.end(), atomicNumber);
  if (found == elements.end()) {
    throw Error(ErrorKind::usage,
                "the potential " + potential.identity().name + " was not set up for " +
                    std::string(elementSymbol(atomicNumber)),
                "the configuration holds that element", "choose a potential for all its elements");
  }
  return static_cast<int>(found - elements.begin()) + 1;
}

std::vector<std::string> massCommands(const Potential& potential) {
  std::vector<std::string> commands;
  for (std::size_t i = 0; i < potential.elements().size(); ++i) {
    commands.push_back("mass " + std::to_string(i + 1) + " " +
                       exactNumber(elementMass(potential.elements()[i])));
  }
  return commands;
}

void requireRoom(const Box& box, const Potential& potential) {
  const Vec3 heights = box.heights();
  for (int axis = 0; axis < 3; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    if (!box.periodic()[i] || heights[axis] >= potential.cutoff_A()) continue;
    throw Error(
        ErrorKind::usage, "the box is too small for the potential",
        fmt::format("it is {:.2f} angstrom high along direction {}, the forces of {} reach "
                    "{:.2f} angstrom",
                    heights[axis], axis + 1, potential.identity().name, potential.cutoff_A()),
        "take more atoms, or repeat the configuration");
  }
}

// Open directions: LAMMPS shrink-wraps them, but must own every atom at the start.
Box roomForAll(const Atoms& atoms) {
  const auto& periodic = atoms.box.periodic();
  if (atoms.box.fullyPeriodic() || !atoms.box.isOrthogonal()) return atoms.box;
  Vec3 low = atoms.box.origin(), high = low + atoms.box.lengths();
  for (const Vec3& position : atoms.positions) {
    for (int axis = 0; axis < 3; ++axis) {
      if (periodic[static_cast<std::size_t>(axis)]) continue;
      low[axis] = std::min(low[axis], position[axis] - 0.5);
      high[axis] = std::max(high[axis], position[axis] + 0.5);
    }
  }
  return Box::orthogonal(high - low, low, periodic);
}

// Into [0, 1) and clear of the upper face, where rounding would move an atom to the other side.
double insideUnit(double fraction) {
  return std::min(fraction - std::floor(fraction), 1 - 1e-13);
}

}  // namespace

Sample::Sample(const Potential& potential, const Atoms& atoms, const std::filesystem::path& log,
               const std::filesystem::path& restart)
    : given_(atoms), lammps_(log) {
  atoms.validate();
  requireRoom(atoms.box, potential);
  for (const int z : atoms.species()) typeOf(potential, z);
  given_.columns.clear();
  const Box room = roomForAll(atoms);
  cell_ = LammpsCell::of(room);
  const Mat3 matrix = cell_.matrix();
  for (const Vec3& position : atoms.positions) {
    const Vec3 fraction = room.toFractional(position);
    Vec3 inside = fraction;
    for (int axis = 0; axis < 3; ++axis) {
      if (room.periodic()[static_cast<std::size_t>(axis)])
        inside[axis] = insideUnit(fraction[axis]);
    }
    wrapped_.emplace_back(cell_.box.low + matrix * inside);
    shift_.emplace_back((fraction - inside).array().round());
  }
  lammps_.commands(potential.unitCommands());
  lammps_.commands({"atom_style atomic", "atom_modify map array"});
  if (restart.empty()) {
    createAtoms(potential);
  } else {
    lammps_.command("read_restart \"" + restart.string() + "\"");
  }
  // After the potential: "kim init" sets its own neighbour list and time step.
  interactions_ = potential.pairCommands();
  // EAM tables carry masses of their own and LAMMPS takes them: the element's are set again.
  for (const std::string& command : massCommands(potential)) interactions_.push_back(command);
  interactions_.emplace_back("neighbor 0.8 bin");
  interactions_.emplace_back("neigh_modify every 1 delay 0 check yes");
  lammps_.commands(interactions_);
  lammps_.commands({"thermo_style custom step temp pe press vol pxx pyy pzz pxy pxz pyz",
                    "thermo_modify norm no flush yes"});
}

void Sample::createAtoms(const Potential& potential) {
  const auto& elements = potential.elements();
  lammps_.commands(cellCommands(cell_, given_.box.periodic(), static_cast<int>(elements.size())));
  lammps_.commands(massCommands(potential));
  std::vector<int> types;
  for (const int z : given_.atomicNumbers) types.push_back(typeOf(potential, z));
  std::vector<Vec3> velocities;
  for (const Vec3& velocity : given_.velocities) velocities.emplace_back(cell_.rotation * velocity);
  lammps_.createAtoms(types, wrapped_, velocities);
}

void Sample::setVelocities(const std::vector<Vec3>& velocities) {
  std::vector<Vec3> turned;
  for (const Vec3& velocity : velocities) turned.emplace_back(cell_.rotation * velocity);
  lammps_.setVelocities(turned);
}

Atoms Sample::fetch() const {
  const LammpsBox now = lammps_.box();
  const Mat3 matrix = matrixOf(now);
  const Mat3 back = cell_.rotation.transpose();
  const auto positions = lammps_.positions();
  const auto velocities = lammps_.velocities();
  const auto images = lammps_.images();
  Atoms atoms = given_;
  atoms.velocities.resize(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const Vec3 cells = shift_[i] + Vec3(images[i][0], images[i][1], images[i][2]);
    atoms.positions[i] = back * (positions[i] + matrix * cells);
    atoms.velocities[i] = back * velocities[i];
  }
  if (given_.box.fullyPeriodic()) {
    atoms.box = cell_.toBox(now, given_.box.periodic());
  } else {
    // Orthogonal (LammpsCell::of): periodic directions as LAMMPS has them, open ones as given.
    Vec3 low = given_.box.origin(), length = given_.box.lengths();
    for (int axis = 0; axis < 3; ++axis) {
      if (!given_.box.periodic()[static_cast<std::size_t>(axis)]) continue;
      low[axis] = now.low[axis];
      length[axis] = now.high[axis] - now.low[axis];
    }
    atoms.box = Box::orthogonal(length, low, given_.box.periodic());
  }
  atoms.step = lammps_.step();
  return atoms;
}

std::vector<Vec3> Sample::forcesAt(const std::vector<Vec3>& displacements) {
  std::vector<Vec3> positions = wrapped_;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    positions[i] += cell_.rotation * displacements[i];
  }
  lammps_.setPositions(positions);
  lammps_.command("run 0 post no");
  return forces();
}

std::vector<Vec3> Sample::forces() const {
  std::vector<Vec3> forces = lammps_.forces();
  for (Vec3& force : forces) force = cell_.rotation.transpose() * force;
  return forces;
}

void Sample::setVolume(double volume_A3) {
  LammpsBox box = lammps_.box();
  const double scale = std::cbrt(volume_A3 / matrixOf(box).determinant());
  const Vec3 centre = 0.5 * (box.low + box.high);
  box.low = centre + scale * (box.low - centre);
  box.high = centre + scale * (box.high - centre);
  box.xy *= scale;
  box.xz *= scale;
  box.yz *= scale;
  lammps_.command(changeBoxCommand(box, isTriclinic()));
}

}  // namespace glasscope::sim
