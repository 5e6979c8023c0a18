#include "sim/quench/InputDeck.h"

#include <cmath>
#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Progress.h"
#include "sim/lammps/Lammps.h"
#include "sim/quench/Thermalise.h"
#include "sim/statics/Statics.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

ThermaliseSettings brief() {
  ThermaliseSettings settings;
  settings.equilibration_ps = 0.1;
  settings.snapshotCount = 1;
  settings.snapshotInterval_ps = 0.02;
  return settings;
}

// The energy that the deck has before its first step, as somebody gets who runs it by hand.
double firstEnergyOf(const std::string& deck, const std::filesystem::path& folder) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder);
  Lammps lammps;
  std::istringstream lines(deck);
  std::string line;
  while (std::getline(lines, line) && line.rfind("run ", 0) != 0) {
    if (!line.empty() && line.front() != '#') lammps.command(line);
  }
  lammps.command("run 0 post no");
  std::filesystem::current_path(before);
  return lammps.thermo("pe");
}

TEST(InputDeck, hasTheEnergyOfTheSampleBeforeItsFirstStep) {
  Progress::setQuiet(true);
  Atoms bulk = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  for (std::size_t i = 0; i < bulk.size(); ++i) {
    Random random(5, "deck", 0, i);
    for (int axis = 0; axis < 3; ++axis) bulk.positions[i][axis] += 0.1 * random.normal();
  }
  // Open along one direction with matter up to the face: a deck that forgets it bonds the atoms
  // across the face.
  Atoms film = bulk;
  film.box = Box::orthogonal(bulk.box.lengths(), Vec3::Zero(), {true, true, false});
  Mat3 matrix = bulk.box.matrix();
  matrix(0, 1) = 3.64;
  Atoms skewed = bulk;
  skewed.box = Box(matrix);
  const Potential potential = Potential::find("mendelev-2009", {29});
  for (const Atoms& atoms : {bulk, film, skewed}) {
    const WorkFolder folder("deck");
    const Glass glass = thermalise(atoms, brief(), potential, folder.path);
    const double energy = staticState(potential, atoms).energy_eV;
    // start.data has 15 digits or so.
    EXPECT_NEAR(firstEnergyOf(glass.inputDeck, folder.path), energy, 1e-7 * std::abs(energy));
  }
}

TEST(InputDeck, aBarostatHasAFixedPoint) {
  Protocol protocol;
  ProtocolStage stage;
  stage.name = "quench";
  stage.from_K = 2000;
  stage.to_K = 300;
  EXPECT_EQ(ensembleCommand(protocol, stage, {1, 2.5, 3}),
            "fix quench all npt temp 2000 300 0.1 iso 0 0 1.0 fixedpoint 1 2.5 3");
  stage.constantPressure = false;
  EXPECT_EQ(ensembleCommand(protocol, stage, {1, 2.5, 3}), "fix quench all nvt temp 2000 300 0.1");
}

TEST(InputDeck, aStepMayHaveAPressureOfItsOwn) {
  Protocol protocol;
  protocol.label = "steps";
  protocol.pressure_bar = 100;
  ProtocolStage stage;
  stage.name = "hold";
  stage.from_K = stage.to_K = 300;
  EXPECT_NE(ensembleCommand(protocol, stage, {0, 0, 0}).find("iso 100 100"), std::string::npos);
  stage.pressure_bar = 5000;
  EXPECT_NE(ensembleCommand(protocol, stage, {0, 0, 0}).find("iso 5000 5000"), std::string::npos);
  // It is another protocol.
  ProtocolStage usual = stage;
  usual.pressure_bar.reset();
  EXPECT_NE(identityText({stage}), identityText({usual}));
  stage.action = StageAction::relax;
  protocol.stages = {stage};
  const std::string deck = inputDeck(protocol, Potential::find("mendelev-2007", {29}), {});
  EXPECT_NE(deck.find("box/relax iso 5000"), std::string::npos);
}

}  // namespace
}  // namespace glasscope::sim
