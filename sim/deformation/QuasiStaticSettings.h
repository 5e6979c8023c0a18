#pragma once

#include "core/settings/Fields.h"
#include "sim/statics/StrainPath.h"

namespace glasscope::sim {

/// Athermal quasi-static deformation: a small strain that all atoms follow, then the nearest
/// minimum.
struct QuasiStaticSettings {
  bool enabled = false;
  StrainPath path = StrainPath::shearXy;
  double largestStrain = 0.1;             ///< of the box as given; negative: the other way
  double step = 1e-3;                     ///< of strain, where nothing happens
  double smallestStep = 1e-5;             ///< to which the step is halved where something does
  double eventEnergy_eV = 0.01;           ///< that a plastic event releases, at least
  int mostEvents = 0;                     ///< after which the run ends; 0: it goes to its strain
  double radius_A = 3.9;                  ///< of the neighbourhoods of D2min
  double forceTolerance_eV_per_A = 1e-5;  ///< norm of all forces at a minimum

  void validate() const;  ///< throws Error(usage)
};

void eachField(MaybeConst<QuasiStaticSettings> auto& s, auto&& visit) {
  visit(Field{"enabled",
              "Strain the inherent structure step by step at zero temperature: stress, plastic "
              "events, and where it yields as columns of the atoms"},
        s.enabled);
  visit(Field{"direction",
              "xy, xz, yz: simple shear, the first edge's direction moving along the second's; x, "
              "y, z: that edge grows and the others are held"},
        s.path);
  visit(Field{"largest_strain",
              "Where the run ends; negative: the other way (compression)",
              {-0.5, 0.5}},
        s.largestStrain);
  visit(Field{"step", "Strain of a step where nothing happens", {0, 0.1, true}}, s.step);
  visit(Field{"smallest_step",
              "Strain to which a step that meets a plastic event is halved, so that events are "
              "told apart",
              {0, 0.1, true}},
        s.smallestStep);
  visit(
      Field{"event_energy_eV",
            "Energy that a plastic event releases at least: work done less energy kept", kPositive},
      s.eventEnergy_eV);
  visit(Field{"most_events", "Plastic events after which the run ends; 0: only at its strain",
              kNotNegative},
        s.mostEvents);
  visit(Field{"radius_A",
              "Neighbours of D2min lie within it: the first minimum of g(r) (3.9 in Cu-Zr)",
              kPositive},
        s.radius_A);
  visit(Field{"force_tolerance_eV_per_A", "Norm of all forces that a minimum may have left",
              kPositive},
        s.forceTolerance_eV_per_A);
}

}  // namespace glasscope::sim
