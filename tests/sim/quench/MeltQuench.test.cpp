#include "sim/quench/MeltQuench.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Progress.h"
#include "sim/quench/Snapshots.h"
#include "sim/readers/ReadFrames.h"
#include "sim/statics/RandomCrystal.h"
#include "tests/sim/WorkFolder.h"
#include "tests/sim/quench/EqualGlass.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

// 256 atoms in 1,700 steps: seconds, and still melted, quenched and held.
MeltQuenchSettings tiny() {
  MeltQuenchSettings settings;
  settings.atomCount = 256;
  settings.melt_ps = 2;
  settings.coolingRate_K_per_s = 2e15;
  settings.equilibration_ps = 0.4;
  settings.snapshotCount = 4;
  settings.snapshotInterval_ps = 0.05;
  return settings;
}

std::size_t count(const Atoms& atoms, int z) {
  return static_cast<std::size_t>(
      std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z));
}

TEST(MeltQuench, makesAGlassOfTheRightCompositionAndDensity) {
  Progress::setQuiet(true);
  const WorkFolder folder("quench");
  const MeltQuenchSettings settings = tiny();
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  const Glass glass = meltQuench(settings, potential, folder.path);

  ASSERT_EQ(glass.snapshots.size(), 4u);
  for (const Atoms& frame : glass.snapshots) {
    ASSERT_EQ(frame.size(), 256u);
    EXPECT_EQ(count(frame, 29), 164u);  // 0.64 * 256 = 163.84
    EXPECT_EQ(count(frame, 40), 92u);
    EXPECT_EQ(frame.ids, glass.snapshots.front().ids);
    EXPECT_EQ(frame.velocities.size(), 256u);
    // The snapshots share the mean box of the hold.
    EXPECT_NEAR(frame.box.volume(), glass.snapshots.front().box.volume(), 1e-6);
    // One instantaneous temperature of 256 atoms scatters by sqrt(2 / 765) = 5 %; five of them.
    EXPECT_NEAR(temperatureOf(frame), 300, 75);
  }
  // The box of the snapshots is the mean over the second half of the hold: over all of it, the
  // volume would still be that of the hotter sample.
  std::vector<double> held;
  for (const ThermoRow& row : glass.thermo) {
    if (row.phase == "equilibrate") held.push_back(row.volume_A3_per_atom);
  }
  ASSERT_EQ(held.size(), 4u);
  EXPECT_NEAR(glass.snapshots.front().box.volume(), 128 * (held[2] + held[3]), 1e-6);
  // A slow glass of 4,000 atoms has 15.98; a tiny one made a hundred times as fast is looser.
  const double volume = glass.snapshots.front().box.volume() / 256;
  EXPECT_GT(volume, 15.5);
  EXPECT_LT(volume, 17.0);

  double energy = 0;
  for (const double e : glass.inherent.columns.at("inherent_energy_eV").values) energy += e / 256;
  // Above the glass that was quenched at 1e13 K/s (-4.4666), below the liquid.
  EXPECT_GT(energy, -4.4666);
  EXPECT_LT(energy, -4.36);
  // Continuous with the first snapshot: no atom has gone a box length (16 angstrom) astray, and
  // most stay with their neighbours; this glass is so fast that some slide by a spacing while it
  // relaxes.
  EXPECT_LT(rootMeanSquareShift(glass.snapshots.front(), glass.inherent), 1.0);

  ASSERT_FALSE(glass.thermo.empty());
  EXPECT_EQ(glass.thermo.back().phase, "snapshots");
  EXPECT_NEAR(glass.thermo.back().time_ps, settings.totalTime_ps(), 1e-9);
  EXPECT_EQ(glass.potential.name, potential.identity().name);
  EXPECT_TRUE(fs::exists(folder.path / "melt_quench.in"));
  EXPECT_TRUE(fs::exists(folder.path / "start.data"));
  EXPECT_NE(glass.inputDeck.find("fix quench all npt temp 2000 300"), std::string::npos);
}

// The melt starts a tenth above the volume at which its crystal rests, whose atoms would else press
// on each other.
TEST(MeltQuench, startsFromACrystalALittleLooserThanItRests) {
  Progress::setQuiet(true);
  const WorkFolder folder("start");
  MeltQuenchSettings settings = tiny();
  settings.melt_ps = 0.02;
  settings.coolingRate_K_per_s = 1e17;
  settings.equilibration_ps = 0;
  settings.snapshotCount = 1;
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  meltQuench(settings, potential, folder.path);
  ReadOptions options;
  options.elements = settings.elements;
  const Atoms start = readFrames(folder.path / "start.data", options).front();
  const Atoms crystal = randomCrystal(settings.elements, {164, 92}, settings.seed, 60);
  EXPECT_NEAR(start.box.volume() / 256, 1.1 * restingVolume_A3(potential, crystal), 1e-6);
}

TEST(MeltQuench, goesOnAfterEveryInterruptWithTheSameBits) {
  Progress::setQuiet(true);
  const MeltQuenchSettings settings = tiny();
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  const WorkFolder reference("uninterrupted");
  const Glass whole = meltQuench(settings, potential, reference.path);

  // A stop that is asked for before the start is noticed after the first slice. Every slice ends
  // with a row, so this stops in every stage and between any two.
  const WorkFolder folder("interrupt");
  interruptAfterSlices(whole.thermo.size(),
                       [&] { return meltQuench(settings, potential, folder.path); });
  EXPECT_TRUE(fs::exists(folder.path / "checkpoint.json"));
  const Glass resumed = meltQuench(settings, potential, folder.path);
  expectEqualBits(resumed, whole);
  EXPECT_EQ(resumed.inputDeck, whole.inputDeck);
}

// A checkpoint of another seed lies in the folder: nothing of it may get into the result.
TEST(MeltQuench, aCheckpointOfAnotherSeedIsNotUsed) {
  Progress::setQuiet(true);
  MeltQuenchSettings settings = tiny();
  settings.melt_ps = 0.5;
  settings.coolingRate_K_per_s = 1e16;
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  const WorkFolder clean("clean"), used("used");
  const Glass expected = meltQuench(settings, potential, clean.path);
  MeltQuenchSettings other = settings;
  other.seed = settings.seed + 1;
  interruptAfterSlices(2, [&] { return meltQuench(other, potential, used.path); });
  expectEqualBits(meltQuench(settings, potential, used.path), expected);
}

TEST(MeltQuench, saysThatAQuenchWasTooFastForItsSnapshots) {
  Progress::setQuiet(true);
  MeltQuenchSettings settings = tiny();
  settings.melt_ps = 0.5;
  settings.coolingRate_K_per_s = 1e16;
  settings.equilibration_ps = 0.1;
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  const WorkFolder folder("fast");
  takeWarnings();
  meltQuench(settings, potential, folder.path);
  bool named = false;
  for (const std::string& warning : takeWarnings()) {
    named = named || warning.find("K where 300 K were asked for") != std::string::npos;
  }
  EXPECT_TRUE(named);
}

TEST(MeltQuench, refusesSettingsThatCannotBe) {
  const auto refuses = [](auto change) {
    MeltQuenchSettings settings = tiny();
    change(settings);
    try {
      settings.validate();
    } catch (const Error& error) {
      return error.kind() == ErrorKind::usage;
    }
    return false;
  };
  EXPECT_TRUE(refuses([](auto& s) { s.fractions = {0.64, 0.46}; }));
  EXPECT_TRUE(refuses([](auto& s) { s.fractions = {1.0}; }));
  EXPECT_TRUE(refuses([](auto& s) { s.elements = {29, 29}; }));
  EXPECT_TRUE(refuses([](auto& s) { s.atomCount = 1; }));
  EXPECT_TRUE(refuses([](auto& s) { s.timestep_fs = 0; }));
  EXPECT_TRUE(refuses([](auto& s) { s.meltTemperature_K = 200; }));
  EXPECT_TRUE(refuses([](auto& s) { s.coolingRate_K_per_s = -1e13; }));
  EXPECT_TRUE(refuses([](auto& s) { s.snapshotCount = 0; }));
  EXPECT_TRUE(refuses([](auto& s) { s.melt_ps = std::nan(""); }));
  EXPECT_TRUE(refuses([](auto& s) { s.describedState = "quench"; })) << "there are no steps";
  EXPECT_TRUE(refuses([](auto& s) {
    s.steps = s.protocol();
    s.describedState = "quensh";
  }));
  EXPECT_TRUE(refuses([](auto& s) {
    s.steps = s.protocol();
    s.steps.back().name = "snapshots";
  }));
  EXPECT_NO_THROW(tiny().validate());
}

// Cases without steps keep their results.
TEST(MeltQuench, isToTheBitTheProtocolThatItsSettingsMean) {
  Progress::setQuiet(true);
  MeltQuenchSettings settings = tiny();
  settings.melt_ps = 0.3;
  settings.coolingRate_K_per_s = 1e16;
  settings.equilibration_ps = 0.1;
  settings.snapshotCount = 2;
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  const WorkFolder plain("plain"), stepped("stepped");
  const Glass expected = meltQuench(settings, potential, plain.path);
  EXPECT_TRUE(expected.states.empty());
  MeltQuenchSettings said = settings;
  said.steps.push_back(ProtocolStep::usual("melt", StepKind::melt));
  said.steps.back().time_ps = 0.3;
  said.steps.push_back(ProtocolStep::usual("quench", StepKind::quench));
  said.steps.back().rates_K_per_s = {1e16};
  // What is said of a melt and a quench beside the steps does not count.
  said.meltTemperature_K = 1;
  said.melt_ps = 9;
  const Glass found = meltQuench(said, potential, stepped.path);
  expectEqualBits(found, expected);
  EXPECT_EQ(found.states.size(), 2u);
  EXPECT_EQ(said.totalSteps(), settings.totalSteps());
}

TEST(MeltQuench, theSlowestOfAllQuenchesIsTheCoolingRate) {
  MeltQuenchSettings settings = tiny();
  EXPECT_EQ(settings.slowestCooling_K_per_s(), settings.coolingRate_K_per_s);
  settings.steps = settings.protocol();
  settings.steps.back().to_K = {1000, 600, 300};
  settings.steps.back().rates_K_per_s = {1e14, 1e12, 1e13};
  EXPECT_EQ(settings.slowestCooling_K_per_s(), 1e12);
  settings.startsFromMelt = false;
  settings.steps.clear();
  EXPECT_FALSE(settings.slowestCooling_K_per_s());
}

TEST(MeltQuench, tooFewAtomsForTheReachOfThePotentialAreRefused) {
  MeltQuenchSettings settings = tiny();
  settings.atomCount = 8;
  const WorkFolder folder("small");
  const Potential potential = Potential::find("mendelev-2009", settings.elements);
  try {
    meltQuench(settings, potential, folder.path);
    FAIL() << "eight atoms were accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_NE(error.problem().find("too small"), std::string::npos) << error.what();
  }
}

TEST(MeltQuench, aWorkFolderThatCannotBeMadeIsRefused) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  try {
    meltQuench(tiny(), potential, "/proc/nowhere/work");
    FAIL() << "a folder below /proc was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment) << error.what();
  }
}

}  // namespace
}  // namespace glasscope::sim
