#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::sim {

/// What a sample is: all of a glass, a part of it, or a model of its structure.
enum class SampleKind {
  bulk,             ///< the glass as it is
  film,             ///< thin along one axis
  wire,             ///< a cylinder that repeats along one axis
  pillar,           ///< a cylinder with two ends
  particle,         ///< a ball
  notched,          ///< a slit from one face
  nanocrystal,      ///< a ball of a crystal inside the glass
  hardSpheres,      ///< Bernal's random dense packing
  microCrystalline  ///< Bragg's grains of a crystal
};
constexpr auto wordsOf(SampleKind) {
  return std::array{Word{SampleKind::bulk, "bulk"},
                    Word{SampleKind::film, "film"},
                    Word{SampleKind::wire, "wire"},
                    Word{SampleKind::pillar, "pillar"},
                    Word{SampleKind::particle, "particle"},
                    Word{SampleKind::notched, "notched"},
                    Word{SampleKind::nanocrystal, "nanocrystal"},
                    Word{SampleKind::hardSpheres, "hard_spheres"},
                    Word{SampleKind::microCrystalline, "micro_crystalline"}};
}

enum class SampleAxis { x, y, z };
constexpr auto wordsOf(SampleAxis) {
  return std::array{Word{SampleAxis::x, "x"}, Word{SampleAxis::y, "y"}, Word{SampleAxis::z, "z"}};
}

enum class CrystalPhase { fcc, bcc, b2 };
constexpr auto wordsOf(CrystalPhase) {
  return std::array{Word{CrystalPhase::fcc, "fcc"}, Word{CrystalPhase::bcc, "bcc"},
                    Word{CrystalPhase::b2, "b2"}};
}

/// Made without a potential from elements, fractions and a number of atoms alone.
constexpr bool isModel(SampleKind kind) {
  return kind == SampleKind::hardSpheres || kind == SampleKind::microCrystalline;
}

struct SampleSettings {
  SampleKind kind = SampleKind::bulk;
  double size_A = 20;
  double depth_A = 0;  ///< of a notch; height of a pillar; 0: a third, all
  SampleAxis axis = SampleAxis::z;
  double vacuum_A = 20;
  CrystalPhase phase = CrystalPhase::b2;
  double latticeConstant_A = 0;
  std::uint64_t seed = 1;
};

void eachField(MaybeConst<SampleSettings> auto& s, auto&& visit) {
  visit(Field{"kind",
              "What the sample is: bulk (the glass, made or brought, as it is); cut from it: film, "
              "wire, pillar, particle, notched (a slit that opens at the low face of the axis), "
              "nanocrystal (a ball of a crystal in the glass); or a model of structure of "
              "sim.elements, sim.fractions and about sim.atoms, made without a potential: "
              "hard_spheres (random dense packing, Bernal), micro_crystalline (fcc grains, Bragg)"},
        s.kind);
  visit(
      Field{"size_A",
            "Thickness of a film, diameter of a wire, pillar, particle or nanocrystal, width of a "
            "notch, edge of a cube of the mean volume of a grain",
            kPositive},
      s.size_A);
  visit(
      Field{"depth_A", "Depth of a notch (0: a third of the sample) or height of a pillar (0: all)",
            kNotNegative},
      s.depth_A);
  visit(Field{"axis",
              "Axis along which a film is thin, a wire or pillar is long, a notch goes deeper"},
        s.axis);
  visit(Field{"vacuum_A", "Room beside a free surface, in each direction that is open", {2, 1000}},
        s.vacuum_A);
  visit(Field{"phase",
              "Crystal of a nanocrystal: fcc or bcc of the most frequent element, b2 (CsCl) of the "
              "two most frequent ones"},
        s.phase);
  visit(Field{"lattice_constant_A", "Its lattice constant; 0: spheres of the metallic radii touch",
              kNotNegative},
        s.latticeConstant_A);
}

}  // namespace glasscope::sim
