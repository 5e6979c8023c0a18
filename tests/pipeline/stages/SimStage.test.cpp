// What the making of a sample leaves beside its atoms.
#include <cmath>
#include <numeric>
#include <sstream>

#include "core/formats/H5md.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

class SimStageTest : public ProgramTest {
 protected:
  /// Numbers of a table behind its heading, by rows; words are NaN.
  std::vector<std::vector<double>> table(const std::string& file) const {
    std::istringstream lines(readFile(folder_ / "run/structure" / file));
    std::vector<std::vector<double>> rows;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      std::istringstream fields(line);
      rows.emplace_back();
      for (std::string field; std::getline(fields, field, ',');) {
        char* end = nullptr;
        const double value = std::strtod(field.c_str(), &end);
        rows.back().push_back(*end == 0 ? value : std::nan(""));
      }
    }
    return rows;
  }

  /// CuZr of the B2 structure, trembling a little: relaxed in a moment, and with springs of tables.
  void writeTremblingCrystal() const {
    Atoms atoms;
    atoms.box = Box::orthogonal(Vec3::Constant(4 * 3.26));
    Random random(5, "trembling");
    for (int i = 0; i < 64; ++i) {
      const Vec3 corner(i % 4, i / 4 % 4, i / 16);
      for (const double place : {0.0, 0.5}) {
        const Vec3 moved(random.normal(), random.normal(), random.normal());
        atoms.add(place == 0 ? 29 : 40, 3.26 * (corner + Vec3::Constant(place)) + 0.03 * moved);
      }
    }
    writeExtendedXyz(folder_ / "b2.xyz", {atoms});
  }
};

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST_F(SimStageTest, writesADensityOfStatesThatIsNormalisedAndReduced) {
  writeTremblingCrystal();
  const Outcome outcome =
      run(with({"sim", (folder_ / "b2.xyz").string(), "-o", (folder_ / "run").string()},
               {"snapshots.thermal_motion=dynamics", "sim.potential=mendelev-2009",
                "snapshots.equilibration_ps=0.01", "snapshots.count=2",
                "snapshots.interval_ps=0.01", "vibrations.vectors=8", "vibrations.window_share=0.1",
                "vibrations.window_width_THz=0.5", "elasticity.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors,
              testing::AllOf(testing::HasSubstr("were moved by the potential 'mendelev-2009'"),
                             testing::HasSubstr("No sim.potential was named")));
  const auto states = table("density_of_states.csv");
  ASSERT_GT(states.size(), 5u);
  const double step = states[1][0] - states[0][0];
  EXPECT_NEAR(states[0][0], step, 1e-9);
  double sum = 0, before = 0;
  for (const auto& row : states) {
    ASSERT_EQ(row.size(), 4u);
    EXPECT_GE(row[1], before);
    before = row[1];
    sum += step * row[2];
    // What Debye's law makes constant: g / nu^2.
    EXPECT_NEAR(row[3] * row[0] * row[0], row[2], 1e-9 * row[2]);
  }
  EXPECT_NEAR(before, 3 * 128 - 3, 0.05 * 381);  // all modes but those above the last row
  EXPECT_NEAR(sum, 1, 0.1);                      // rows as far apart as the resolution
}

TEST_F(SimStageTest, drawsHarmonicMotionWithTheSquaresOfItsColumnsAndListsTheSoftestModes) {
  writeTremblingCrystal();
  const Outcome outcome = run(with(
      {"sim", (folder_ / "b2.xyz").string(), "-o", (folder_ / "run").string()},
      {"snapshots.thermal_motion=harmonic", "sim.potential=mendelev-2009", "snapshots.count=40",
       "vibrations.vectors=32", "vibrations.window_share=0.1", "vibrations.window_width_THz=0.5",
       "vibrations.modes=5", "vibrations.bands_THz=[0, 4, 12]"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto trajectories = readH5md(folder_ / "run/atoms/structure.h5");
  std::size_t snapshots = 0;
  Columns columns;
  for (const auto& trajectory : trajectories) {
    if (trajectory.group == "snapshots") snapshots = trajectory.frames.size();
    if (trajectory.group == "reference") columns = trajectory.frames.front().columns;
  }
  EXPECT_EQ(snapshots, 40u);
  // Both of 128 atoms: 40 draws and 32 vectors leave 1 % of each mean.
  EXPECT_NEAR(meanOf(columns.at("vibrational_u2_A2").values) /
                  meanOf(columns.at("harmonic_u2_quantum_A2").values),
              1, 0.06);
  EXPECT_NEAR(4 * meanOf(columns.at("local_states_1").values) +
                  8 * meanOf(columns.at("local_states_2").values),
              3 - 3.0 / 128, 0.1);
  const auto modes = table("modes.csv");
  ASSERT_EQ(modes.size(), 5u);
  for (std::size_t k = 1; k < modes.size(); ++k) EXPECT_GE(modes[k][0], modes[k - 1][0]);
  // Its slowest vibrations are sound waves of the box.
  EXPECT_GT(modes[0][1], 0.2);
  EXPECT_THAT(outcome.errors, testing::HasSubstr("harmonic motion drawn about it"));
  const auto heat = table("heat_capacity.csv");
  ASSERT_GT(heat.size(), 3u);
  EXPECT_NEAR(heat.back()[1], 3 - 3.0 / 128, 0.05) << "Dulong and Petit at 1,000 K";
}

// The protocol that is shipped, on fewer atoms and in less time.
TEST_F(SimStageTest, takesASampleThroughAProtocolAndDescribesOneOfItsStates) {
  const auto out = folder_ / "run";
  const Outcome outcome = run(
      with({"voronoi", sourceFolder() + std::string("/inputs/protocol.toml"), "-o", out.string()},
           {"sim.atoms=216", "melt.time_ps=0.3", "made.rates_K_per_s=[3e15, 2e15, 1e15]",
            "annealed.rate_K_per_s=1e15", "annealed.time_ps=0.1", "cycled.cycles=1",
            "cycled.rate_K_per_s=1e15", "cycled.time_ps=0.04", "sim.state=annealed",
            "snapshots.count=2", "snapshots.equilibration_ps=0.1", "snapshots.interval_ps=0.02",
            "vibrations.enabled=false", "elasticity.enabled=false", "voronoi.spread_table=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, testing::HasSubstr("(the state 'annealed')"));
  const auto states = readH5md(out / "atoms/states.h5");
  ASSERT_EQ(states.size(), 1u);
  const auto rows = table("states.csv");
  ASSERT_EQ(rows.size(), 4u);
  ASSERT_EQ(states[0].frames.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(rows[i][0], static_cast<double>(i));
    EXPECT_NEAR(rows[i][2], states[0].frames[i].time_ps, 1e-9);
    EXPECT_NEAR(rows[i][9], states[0].frames[i].box.volume() / 216, 1e-4);
  }
  EXPECT_EQ(rows[0][3], 2000);
  EXPECT_EQ(rows[3][3], 300);
  EXPECT_THAT(readFile(out / "structure/states.csv"), testing::HasSubstr("\n2,annealed,"));
  EXPECT_TRUE(std::filesystem::exists(out / "atoms/descriptors.h5"));
  // Snapshots follow the state that was named, and other rooms read the others.
  EXPECT_GT(readH5md(out / "atoms/structure.h5").front().frames.front().time_ps, rows[2][2]);
  const Outcome melt = run(with({"voronoi", (out / "atoms/states.h5").string(), "--frames", "0",
                                 "-o", (folder_ / "melt").string()},
                                {"snapshots.thermal_motion=none", "voronoi.spread_table=false"}));
  EXPECT_EQ(melt.status, 0) << melt.errors;
  // What steps say, the keys of one melt and one quench do not.
  EXPECT_THAT(outcome.errors, testing::Not(testing::HasSubstr("are not used")));
}

// A made crystal at a few kelvin, pulled a little: strain and stress stand in the tables.
TEST_F(SimStageTest, takesAConfigurationThroughSteps) {
  writeTremblingCrystal();
  writeFileAtomically(
      folder_ / "case.toml",
      fmt::format("scan = []\n[configuration]\nfile = \"{}\"\n[sim]\nfinal_temperature_K = 5\n"
                  "melt_ps = 3\n[[step]]\nname = \"relax\"\n[[step]]\nname = \"wake\"\nkind = "
                  "\"hold\"\ntemperature_K = 5\ntime_ps = 0.05\n[[step]]\nname = \"pull\"\nkind = "
                  "\"strain\"\nstrain = 0.01\nstrain_rate_per_s = 1e11\n[snapshots]\ncount = "
                  "1\nequilibration_ps = 0.02\ninterval_ps = 0.02\n[vibrations]\nenabled = "
                  "false\n[elasticity]\nenabled = false\n",
                  (folder_ / "b2.xyz").string()));
  const Outcome outcome =
      run({"sim", (folder_ / "case.toml").string(), "-o", (folder_ / "run").string()});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, testing::HasSubstr("sim.melt_ps"));
  const auto states = table("states.csv"), thermo = table("thermo.csv");
  ASSERT_EQ(states.size(), 3u);
  EXPECT_NEAR(states[0][6], 0, 12) << "a relaxed box is under no pressure";
  EXPECT_NEAR(states[2][10], 0.01, 1e-12);
  EXPECT_GT(states[2][11], 0.1) << "it pulls back";
  EXPECT_NEAR(states[2][12], 0.01, 1e-12) << "of all steps";
  EXPECT_NEAR(states[2][13], 0.1, 1e-9) << "0.01 at 1e11 per second, in ps";
  EXPECT_NEAR(states[0][14], states[0][8], 2e-4) << "at rest and under no pressure";
  ASSERT_EQ(thermo.front().size(), 8u);
  EXPECT_EQ(thermo.back()[6], 0) << "nothing strains the snapshots";
  const Outcome plan = run({"plan", (folder_ / "case.toml").string()});
  EXPECT_EQ(plan.status, 0) << plan.errors;
  EXPECT_THAT(plan.output, testing::HasSubstr("Steps: 128 atoms"));
}

// A model needs no potential and is described as it was made.
TEST_F(SimStageTest, describesAModelOfStructureAsItWasMade) {
  writeFileAtomically(folder_ / "case.toml",
                      "scan = []\n[sample]\nkind = \"hard_spheres\"\n[sim]\n"
                      "atoms = 100\n[voronoi]\nspread_table = false\n"
                      "[vibrations]\nenabled = false\n[elasticity]\n"
                      "enabled = false\n");
  const Outcome model =
      run({"voronoi", (folder_ / "case.toml").string(), "-o", (folder_ / "model").string()});
  ASSERT_EQ(model.status, 0) << model.errors;
  const Atoms atoms = readH5md(folder_ / "model/atoms/structure.h5").front().frames.front();
  EXPECT_EQ(atoms.size(), 100u);
  // Spheres of the radii in the table fill what a packing of a hundred unequal ones does.
  const double spheres = 4 * M_PI / 3 * (64 * std::pow(1.28, 3) + 36 * std::pow(1.60, 3));
  EXPECT_NEAR(spheres / atoms.box.volume(), 0.645, 0.02);
  EXPECT_THAT(model.errors,
              testing::HasSubstr("the model of structure (hard_spheres, Cu64.0Zr36.0)"));
}

TEST_F(SimStageTest, relaxesAModelWhereThatIsAskedFor) {
  writeFileAtomically(folder_ / "case.toml",
                      "scan = []\n[sample]\nkind = \"efficient_clusters\"\nrelax = true\n[sim]\n"
                      "atoms = 100\nfractions = [0.2, 0.8]\npotential = \"mendelev-2007\"\n"
                      "[vibrations]\nenabled = false\n[elasticity]\nenabled = false\n");
  const Outcome model =
      run({"sim", (folder_ / "case.toml").string(), "-o", (folder_ / "model").string()});
  ASSERT_EQ(model.status, 0) << model.errors;
  // Ten zirconium atoms around a copper atom, each in 2.2 shells: 18.1 % of copper.
  EXPECT_THAT(model.errors,
              testing::AllOf(testing::HasSubstr("relaxed in the potential 'mendelev-2007'"),
                             testing::HasSubstr("(efficient_clusters, Zr81.9Cu18.1) as it was "
                                                "relaxed in the potential")));
  const Atoms atoms = readH5md(folder_ / "model/atoms/structure.h5").back().frames.front();
  EXPECT_EQ(atoms.size(), 177u);
  EXPECT_TRUE(atoms.columns.has("model_site"));
  // Volume of an atom of Zr 23.3, of Cu 11.8 cubic angstrom in their crystals.
  EXPECT_NEAR(atoms.box.volume() / 177, 0.819 * 23.3 + 0.181 * 11.8, 1);
}

TEST_F(SimStageTest, shearsABandOfAConfiguration) {
  writeTremblingCrystal();
  const Outcome outcome =
      run(with({"sim", (folder_ / "b2.xyz").string(), "-o", (folder_ / "run").string()},
               {"sample.kind=shear_band", "sample.size_A=4", "sample.band_strain=0.1",
                "snapshots.thermal_motion=none", "sim.potential=mendelev-2007",
                "vibrations.enabled=false", "elasticity.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors,
              testing::AllOf(testing::HasSubstr("a shear band from 4.52 to 8.52 angstrom along z"),
                             testing::HasSubstr(", with a shear band")));
  const Atoms atoms = readH5md(folder_ / "run/atoms/structure.h5").back().frames.front();
  EXPECT_EQ(atoms.size(), 128u);
  EXPECT_NEAR(atoms.box.matrix()(0, 2), 0.4, 1e-6);
  const auto& inside = atoms.columns.at("shear_band").values;
  EXPECT_NEAR(std::accumulate(inside.begin(), inside.end(), 0.0), 128 * 4 / 13.04, 12);
}

TEST_F(SimStageTest, cutsAParticleFromAConfigurationAndLetsItComeToRest) {
  writeTremblingCrystal();
  const Outcome outcome = run(
      with({"sim", (folder_ / "b2.xyz").string(), "-o", (folder_ / "run").string()},
           {"sample.kind=particle", "sample.size_A=12", "snapshots.thermal_motion=dynamics",
            "sim.potential=mendelev-2009", "snapshots.equilibration_ps=0.01", "snapshots.count=1",
            "snapshots.interval_ps=0.01", "vibrations.enabled=false", "elasticity.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto trajectories = readH5md(folder_ / "run/atoms/structure.h5");
  const Atoms& atoms = trajectories.back().frames.front();
  EXPECT_LT(atoms.size(), 128u);
  EXPECT_GT(atoms.size(), 30u);
  EXPECT_EQ(atoms.box.periodic(), (std::array<bool, 3>{false, false, false}));
}

}  // namespace
}  // namespace glasscope
