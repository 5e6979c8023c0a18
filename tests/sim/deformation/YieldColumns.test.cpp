#include "sim/deformation/YieldColumns.h"

#include <gtest/gtest.h>

#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// A crystal that was sheared alike everywhere, with two events that were made up.
QuasiStaticRun madeUp() {
  QuasiStaticRun run;
  run.first = latticeAtoms(LatticeKind::b2, 3.24, {29, 40}, 3);
  run.last = run.first;
  const Mat3 gradient = deformationGradient(StrainPath::shearXy, 0.1);
  run.last.box = Box(gradient * run.first.box.matrix());
  for (Vec3& position : run.last.positions) position = gradient * position;
  run.rows = {{0, 0.5, -5.1, 1e-6}, {0.05, 1.5, -5.0, 2e-6}, {0.1, 1.25, -5.05, 1e-6}};
  for (const double strain : {0.05, 0.06}) {
    PlasticEvent event;
    event.strain = strain;
    event.stressDrop_GPa = 0.25;
    event.energyReleased_eV = 0.75;
    event.centre = 7;
    event.largestD2min_A2 = 3;
    event.participation = 0.125;
    event.d2min_A2.assign(run.first.size(), strain);
    event.d2min_A2[7] = 3;
    run.events.push_back(event);
  }
  return run;
}

TEST(YieldColumns, sayWhereAndAcrossWhat) {
  const QuasiStaticRun run = madeUp();
  const Atoms atoms = withYieldColumns(run, {});
  for (const Column& column : atoms.columns) {
    const auto& names = yieldColumnNames();
    EXPECT_NE(std::find(names.begin(), names.end(), column.name), names.end()) << column.name;
  }
  EXPECT_EQ(atoms.columns.size(), yieldColumnNames().size());
  EXPECT_LT(atoms.columns.at("d2min_A2").values[3], 1e-20) << "an affine map";
  // Of E = (F^T F - 1) / 2 for simple shear: e_xy = 0.05, e_yy = 0.005.
  EXPECT_NEAR(atoms.columns.at("local_shear_strain").values[3],
              std::sqrt(0.05 * 0.05 + 2 * 0.005 * 0.005 / 6), 1e-12);
  EXPECT_EQ(atoms.columns.at("first_event_d2min_A2").values[0], 0.05);
  EXPECT_EQ(atoms.columns.at("events_d2min_A2").values[0], 0.05 + 0.06);
  EXPECT_EQ(atoms.columns.at("events_d2min_A2").values[7], 6);
  EXPECT_NE(atoms.columns.at("d2min_A2").description.find("xy from 0 to 0.1"), std::string::npos)
      << atoms.columns.at("d2min_A2").description;
}

TEST(YieldColumns, withoutEventsThereAreNoneOfThem) {
  QuasiStaticRun run = madeUp();
  run.events.clear();
  const Atoms atoms = withYieldColumns(run, {});
  EXPECT_TRUE(atoms.columns.has("d2min_A2"));
  EXPECT_FALSE(atoms.columns.has("first_event_d2min_A2"));
  EXPECT_FALSE(atoms.columns.has("events_d2min_A2"));
  EXPECT_EQ(yieldTargets(atoms.columns), std::vector<std::string>{"d2min_A2"});
}

TEST(YieldColumns, areToldFromWhatWasKnownBefore) {
  Atoms atoms = withYieldColumns(madeUp(), {});
  const std::vector<double> values(atoms.size(), 1.0);
  for (const char* name : {"voronoi_volume_A3", "soft_mode_participation",
                           "soft_mode_participation_error", "harmonic_u2_error_A2"})
    atoms.columns.add({name, "1", "", values});
  EXPECT_EQ(columnsAtRest(atoms.columns),
            (std::vector<std::string>{"voronoi_volume_A3", "soft_mode_participation"}));
  EXPECT_EQ(yieldTargets(atoms.columns).front(), "first_event_d2min_A2");
  EXPECT_EQ(yieldTargets(atoms.columns).size(), 3u);
}

TEST(YieldColumns, tablesHaveALineForEachMinimumAndEvent) {
  const QuasiStaticRun run = madeUp();
  EXPECT_EQ(stressStrainCsv(run),
            "strain,stress_GPa,energy_eV_per_atom,force_norm_eV_per_A\n"
            "0,0.5,-5.1,1e-06\n0.05,1.5,-5,2e-06\n0.1,1.25,-5.05,1e-06\n");
  const std::string events = plasticEventsCsv(run);
  // Site 7 of the crystal: the centre of the fourth cell along z, then y.
  EXPECT_NE(events.find("\n0.05,0.25,0.75,3,8,1.6200,4.8600,1.6200,0.125\n"), std::string::npos)
      << events;
}

}  // namespace
}  // namespace glasscope::sim
