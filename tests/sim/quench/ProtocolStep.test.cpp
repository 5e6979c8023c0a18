// What steps do to a sample.
#include "sim/quench/ProtocolStep.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>

#include "core/system/Log.h"
#include "core/system/Progress.h"
#include "sim/lammps/Lammps.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/RandomCrystal.h"
#include "sim/statics/Statics.h"
#include "tests/sim/WorkFolder.h"
#include "tests/sim/quench/EqualGlass.h"

namespace glasscope::sim {
namespace {

using testing::HasSubstr;

// A protocol of a moment; steps are added to it.
MeltQuenchSettings moment() {
  Progress::setQuiet(true);
  MeltQuenchSettings settings;
  settings.atomCount = 200;
  settings.equilibration_ps = 0.04;
  settings.snapshotCount = 1;
  settings.snapshotInterval_ps = 0.02;
  return settings;
}

ProtocolStep& add(MeltQuenchSettings& settings, const std::string& name, StepKind kind) {
  settings.steps.push_back(ProtocolStep::usual(name, kind));
  ProtocolStep& step = settings.steps.back();
  step.time_ps = 0.04;
  step.rate_K_per_s = 1e16;
  step.rates_K_per_s = {5e16};
  step.strainRate_per_s = 1e12;
  step.strain = 0.05;
  return step;
}

// The steps of all kinds; each takes a few hundredths of a picosecond.
MeltQuenchSettings allKinds() {
  MeltQuenchSettings settings = moment();
  settings.startsFromMelt = false;
  add(settings, "melt", StepKind::melt);
  add(settings, "quench", StepKind::quench);
  add(settings, "anneal", StepKind::anneal);
  add(settings, "cycle", StepKind::cycle).cycles = 1;
  add(settings, "shear", StepKind::strain);
  add(settings, "pull", StepKind::strain).direction = StrainPath::uniaxialZ;
  add(settings, "relax", StepKind::relax);
  add(settings, "wake", StepKind::age).temperature_K = 200;
  settings.steps.back().states = 2;
  add(settings, "heat", StepKind::heat).to_K = {400};
  add(settings, "low", StepKind::minimise);
  settings.describedState = "wake";
  return settings;
}

const Potential& cuZrPotential() {
  static const Potential potential = Potential::find("mendelev-2009", {29, 40});
  return potential;
}

/// What is melted: sites of a crystal with their elements at random.
Atoms smallMixture() {
  return scaledTo(randomCrystal({29, 40}, {128, 72}, 3, 60), 17);
}

/// Of atoms between two configurations, by the nearest images: half move by less.
double medianShift(const Atoms& from, const Atoms& to) {
  std::vector<double> shifts;
  for (std::size_t i = 0; i < from.size(); ++i) {
    Vec3 apart = to.box.toFractional(to.positions[i]) - from.box.toFractional(from.positions[i]);
    apart -= Vec3(apart.array().round());
    shifts.push_back((to.box.matrix() * apart).norm());
  }
  std::nth_element(shifts.begin(), shifts.begin() + 100, shifts.end());
  return shifts[100];
}

/// Of copper at a few kelvin, whose stress is hardly thermal.
MeltQuenchSettings coldSteps() {
  MeltQuenchSettings settings = moment();
  settings.startsFromMelt = false;
  settings.finalTemperature_K = 4;
  return settings;
}

const Potential& copper() {
  static const Potential potential = Potential::find("mendelev-2009", {29});
  return potential;
}

Atoms crystal(int cells = 4) {
  return latticeAtoms(LatticeKind::fcc, 3.63909, {29}, cells);
}

TEST(ProtocolStep, ofAllKindsGoesOnAfterEveryInterruptWithTheSameBits) {
  const MeltQuenchSettings settings = allKinds();
  const WorkFolder reference("whole"), folder("interrupted");
  const auto run = [&](const WorkFolder& in) {
    return stepThrough(smallMixture(), settings, cuZrPotential(), in.path);
  };
  const Glass whole = run(reference);
  // Every slice ends with a row: between any two.
  interruptAfterSlices(whole.thermo.size(), [&] { return run(folder); });
  const Glass resumed = run(folder);
  expectEqualBits(resumed, whole);
  EXPECT_EQ(resumed.inputDeck, whole.inputDeck);
  ASSERT_EQ(resumed.states.size(), whole.states.size());
  for (std::size_t i = 0; i < whole.states.size(); ++i) {
    EXPECT_EQ(resumed.states[i].name, whole.states[i].name);
    EXPECT_EQ(resumed.states[i].reached.temperature_K, whole.states[i].reached.temperature_K);
    expectEqualBits(resumed.states[i].atoms, whole.states[i].atoms, whole.states[i].name);
  }
}

TEST(ProtocolStep, keepsAStateOfEveryStepAndDescribesTheOneThatIsNamed) {
  const MeltQuenchSettings settings = allKinds();
  const WorkFolder folder("states");
  const Glass glass = stepThrough(smallMixture(), settings, cuZrPotential(), folder.path);
  std::vector<std::string> names;
  for (const KeptState& state : glass.states) names.push_back(state.name);
  EXPECT_EQ(names, settings.stateNames());
  EXPECT_THAT(names, testing::ElementsAre("melt", "quench", "anneal", "cycle", "shear", "pull",
                                          "relax", "wake_1", "wake", "heat", "low"));
  const auto state = [&](const std::string& name) -> const KeptState& {
    return *std::ranges::find(glass.states, name, &KeptState::name);
  };
  for (const char* still : {"relax", "low"}) {
    EXPECT_EQ(state(still).reached.temperature_K, 0) << still;
    for (const Vec3& velocity : state(still).atoms.velocities) EXPECT_EQ(velocity, Vec3::Zero());
  }
  EXPECT_NEAR(state("relax").reached.pressure_bar, 0, 12);
  EXPECT_LT(state("low").reached.potentialEnergy_eV_per_atom,
            state("heat").reached.potentialEnergy_eV_per_atom);
  // The snapshots are of the state that was named, and time goes on from there.
  EXPECT_LT(medianShift(state("wake").atoms, glass.snapshots.front()), 0.3);
  EXPECT_GT(medianShift(state("melt").atoms, glass.snapshots.front()), 0.5);
  EXPECT_NEAR(glass.thermo.back().time_ps, state("wake").reached.time_ps + 0.06, 1e-9);
  EXPECT_NEAR(glass.snapshots.back().time_ps, state("wake").reached.time_ps + 0.06, 1e-9);
  EXPECT_EQ(settings.describedTemperature_K(), 200);
  EXPECT_EQ(settings.minima(), 2);
}

// In a Bravais crystal every site moves with the box: the stress is the slope of the energy of the
// strained lattice, which is found without dynamics.
TEST(ProtocolStep, aShearHasTheStressOfTheStrainedLattice) {
  MeltQuenchSettings settings = coldSteps();
  ProtocolStep& shear = add(settings, "shear", StepKind::strain);
  shear.direction = StrainPath::shearXz;
  shear.strain = 0.03;
  shear.strainRate_per_s = 1e11;
  const Atoms start = crystal();
  const WorkFolder folder("shear");
  const Glass glass = stepThrough(start, settings, copper(), folder.path);
  ASSERT_EQ(glass.states.size(), 1u);
  const KeptState& state = glass.states.front();
  const Vec3 edges = start.box.lengths();
  EXPECT_NEAR(state.atoms.box.matrix()(0, 2), 0.03 * edges.z(), 1e-9);
  EXPECT_NEAR(state.atoms.box.volume(), start.box.volume(), 1e-6);
  EXPECT_NEAR(state.reached.strain, 0.03, 1e-12);

  const auto energyAt = [&](double strain) {
    Atoms strained = start;
    const Mat3 gradient = deformationGradient(StrainPath::shearXz, strain);
    strained.box = Box(gradient * start.box.matrix());
    for (Vec3& position : strained.positions) position = gradient * position;
    return staticState(copper(), strained).energy_eV;
  };
  constexpr double kGPa_per_eV_per_A3 = 160.2176634;
  const double slope = (energyAt(0.031) - energyAt(0.029)) / 0.002;
  // 4 K in 256 atoms leave a stress of some 0.05 GPa, of 2.3.
  EXPECT_NEAR(state.reached.stress_GPa, slope * kGPa_per_eV_per_A3 / start.box.volume(), 0.12);
}

TEST(ProtocolStep, aPulledEdgeIsAsLongAsAskedForAndTheOthersGiveWay) {
  MeltQuenchSettings settings = coldSteps();
  ProtocolStep& pull = add(settings, "pull", StepKind::strain);
  pull.direction = StrainPath::uniaxialY;
  pull.strain = 0.02;
  pull.strainRate_per_s = 5e9;  // 4 ps: four times what the barostat takes
  const Atoms start = crystal();
  const WorkFolder folder("pull");
  const Glass glass = stepThrough(start, settings, copper(), folder.path);
  const Mat3 box = glass.states.front().atoms.box.matrix();
  EXPECT_NEAR(box(1, 1), 1.02 * start.box.lengths().y(), 1e-9);
  EXPECT_LT(box(0, 0), 0.995 * start.box.lengths().x());
  EXPECT_NEAR(box(0, 0), box(2, 2), 0.003 * box(0, 0)) << "x and z are alike";
  EXPECT_GT(glass.states.front().reached.stress_GPa, 0.3);
}

// LAMMPS' zero of a strain may not be that of the last restart.
TEST(ProtocolStep, aStrainThatWasInterruptedEndsAtTheSameLength) {
  MeltQuenchSettings settings = moment();
  settings.startsFromMelt = false;
  add(settings, "melt", StepKind::melt);
  ProtocolStep& pull = add(settings, "pull", StepKind::strain);
  pull.direction = StrainPath::uniaxialX;
  pull.strain = 0.1;
  pull.strainRate_per_s = 1e11;
  const WorkFolder folder("interrupted_strain");
  const auto run = [&] {
    return stepThrough(smallMixture(), settings, cuZrPotential(), folder.path);
  };
  interruptAfterSlices(2, run);
  const Glass glass = run();
  EXPECT_NEAR(glass.states[1].atoms.box.matrix()(0, 0) / glass.states[0].atoms.box.matrix()(0, 0),
              1.1, 1e-9);
}

TEST(ProtocolStep, aFreeSurfaceCannotBeStrained) {
  Atoms film = crystal();
  film.box = Box::orthogonal(film.box.lengths() + Vec3(0, 0, 20));
  MeltQuenchSettings settings = coldSteps();
  add(settings, "pull", StepKind::strain).direction = StrainPath::uniaxialZ;
  settings.steps.back().strain = 0.01;
  const WorkFolder folder("film");
  const auto message = [&] {
    try {
      stepThrough(film, settings, copper(), folder.path);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(message(), HasSubstr("free surface across z"));
  settings.steps.back().direction = StrainPath::shearXz;
  EXPECT_THAT(message(), HasSubstr("free surface across z"));
  settings.steps.back().direction = StrainPath::uniaxialX;
  const Glass pulled = stepThrough(film, settings, copper(), folder.path);
  const Vec3 now = pulled.states.front().atoms.box.lengths();
  EXPECT_NEAR(now.x(), 1.01 * film.box.lengths().x(), 1e-9);
  EXPECT_EQ(now.z(), film.box.lengths().z()) << "no barostat closes the vacuum";
}

// The lattice constant of the potential is known to 1e-5 angstrom (docs/physics.md).
TEST(ProtocolStep, aRelaxedBoxIsThatOfThePotential) {
  MeltQuenchSettings settings = coldSteps();
  add(settings, "relax", StepKind::relax);
  const Atoms start = latticeAtoms(LatticeKind::fcc, 3.70, {29}, 4);
  const WorkFolder folder("relax");
  const Glass glass = stepThrough(start, settings, copper(), folder.path);
  const KeptState& state = glass.states.front();
  // 12 bar over a bulk modulus of 140 GPa are 3e-6 of an edge.
  EXPECT_NEAR(state.atoms.box.lengths().x() / 4, 3.63909, 4e-5);
  EXPECT_NEAR(state.reached.potentialEnergy_eV_per_atom, -3.283116, 2e-6);
}

TEST(ProtocolStep, saysAtTheEndOfAStepWhatItDidNotReach) {
  MeltQuenchSettings settings = moment();
  add(settings, "melt", StepKind::melt).time_ps = 0.4;
  add(settings, "quench", StepKind::quench).rates_K_per_s = {1e17};
  settings.steps.back().to_K = {600};
  const WorkFolder folder("fast_step");
  takeWarnings();
  const Glass glass = meltQuench(settings, cuZrPotential(), folder.path);
  std::string all;
  for (const std::string& warning : takeWarnings()) all += warning + "\n";
  EXPECT_THAT(all, HasSubstr("at the end of 'quench' the sample has"));
  EXPECT_EQ(glass.states.back().reached.asked_K, 600);
  EXPECT_GT(glass.states.back().reached.temperature_K, 800);
}

// The deck does the same with the lammps program: run line by line, it ends at the same volume and
// energy. It is not cut into slices as our run is, which changes last bits, and 400 steps let those
// grow by a few powers of ten.
TEST(ProtocolStep, itsDeckEndsWhereItEnded) {
  MeltQuenchSettings settings = coldSteps();
  add(settings, "heat", StepKind::heat).to_K = {50};
  settings.steps.back().rates_K_per_s = {5e14};
  add(settings, "pull", StepKind::strain).direction = StrainPath::uniaxialX;
  add(settings, "shear", StepKind::strain).direction = StrainPath::shearYz;
  add(settings, "relax", StepKind::relax);
  const WorkFolder folder("deck");
  const Atoms start = crystal();
  const Glass glass = stepThrough(start, settings, copper(), folder.path);
  // What follows the relaxed state draws velocities, which are others there.
  const std::string deck = glass.inputDeck.substr(0, glass.inputDeck.find("\n# equilibrate"));
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);
  Lammps lammps;
  std::istringstream lines(deck);
  std::vector<double> volumes;
  double energy_eV = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.rfind("write_data", 0) == 0) {
      volumes.push_back(lammps.thermo("vol"));
      energy_eV = lammps.thermo("pe");
    }
    lammps.command(line);
  }
  std::filesystem::current_path(before);
  ASSERT_EQ(volumes.size(), glass.states.size());
  for (std::size_t i = 0; i < volumes.size(); ++i) {
    const double volume = glass.states[i].atoms.box.volume();
    EXPECT_NEAR(volumes[i], volume, 1e-5 * volume) << glass.states[i].name;
  }
  EXPECT_NEAR(energy_eV / static_cast<double>(start.size()),
              glass.states.back().reached.potentialEnergy_eV_per_atom, 1e-6);
  EXPECT_TRUE(std::filesystem::exists(folder.path / "state_pull.data"));
}

}  // namespace
}  // namespace glasscope::sim
