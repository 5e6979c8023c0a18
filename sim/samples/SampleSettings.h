#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::sim {

/// What a sample is: all of a glass, a part of it, or a model of its structure.
enum class SampleKind {
  bulk,               ///< the glass as it is
  film,               ///< thin along one axis
  wire,               ///< a cylinder that repeats along one axis
  pillar,             ///< a cylinder with two ends
  particle,           ///< a ball
  notched,            ///< a slit from one face
  nanocrystal,        ///< a ball of a crystal inside the glass
  shearBand,          ///< the glass with a slab that was sheared
  hardSpheres,        ///< Bernal's random dense packing
  microCrystalline,   ///< Bragg's grains of a crystal
  efficientClusters,  ///< Miracle's clusters that share atoms
  trigonalPrisms,     ///< Gaskell's capped prisms about metalloids
  clusterGlue         ///< Dong's clusters with glue atoms
};
constexpr auto wordsOf(SampleKind) {
  return std::array{Word{SampleKind::bulk, "bulk"},
                    Word{SampleKind::film, "film"},
                    Word{SampleKind::wire, "wire"},
                    Word{SampleKind::pillar, "pillar"},
                    Word{SampleKind::particle, "particle"},
                    Word{SampleKind::notched, "notched"},
                    Word{SampleKind::nanocrystal, "nanocrystal"},
                    Word{SampleKind::shearBand, "shear_band"},
                    Word{SampleKind::hardSpheres, "hard_spheres"},
                    Word{SampleKind::microCrystalline, "micro_crystalline"},
                    Word{SampleKind::efficientClusters, "efficient_clusters"},
                    Word{SampleKind::trigonalPrisms, "trigonal_prisms"},
                    Word{SampleKind::clusterGlue, "cluster_glue"}};
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

/// What a cluster has in common with each of its neighbours: one, two or three atoms.
enum class ClusterSharing { vertices, edges, faces };
constexpr auto wordsOf(ClusterSharing) {
  return std::array{Word{ClusterSharing::vertices, "vertices"},
                    Word{ClusterSharing::edges, "edges"}, Word{ClusterSharing::faces, "faces"}};
}

/// Made without a potential from elements, fractions and a number of atoms alone.
constexpr bool isModel(SampleKind kind) {
  return kind == SampleKind::hardSpheres || kind == SampleKind::microCrystalline ||
         kind == SampleKind::efficientClusters || kind == SampleKind::trigonalPrisms ||
         kind == SampleKind::clusterGlue;
}

struct SampleSettings {
  SampleKind kind = SampleKind::bulk;
  double size_A = 20;
  double depth_A = 0;  ///< of a notch; height of a pillar; 0: a third, all
  SampleAxis axis = SampleAxis::z;
  double vacuum_A = 20;
  CrystalPhase phase = CrystalPhase::b2;
  double latticeConstant_A = 0;
  double bandStrain = 1;  ///< shear strain of the slab of a shear band
  int neighbours = 0;     ///< of efficient clusters; 0: by the radii
  ClusterSharing sharing = ClusterSharing::vertices;
  std::string formula = "[Cu-Cu7Zr5]Cu";  ///< of clusters with glue
  double packingFraction = 0;             ///< of the three models of clusters; 0: the model's own
  bool relax = false;                     ///< of a model
  std::uint64_t seed = 1;
};

void eachField(MaybeConst<SampleSettings> auto& s, auto&& visit) {
  visit(
      Field{
          "kind",
          "What the sample is: bulk (the glass, made or brought, as it is); cut from it: film, "
          "wire, pillar, particle, notched (a slit that opens at the low face of the axis), "
          "nanocrystal (a ball of a crystal in the glass); shear_band (the glass with a slab that "
          "was sheared in sim.potential); or a model of structure of "
          "sim.elements, sim.fractions and about sim.atoms, made without a potential: "
          "hard_spheres (random dense packing, Bernal), micro_crystalline (fcc grains, Bragg), "
          "efficient_clusters (Miracle), trigonal_prisms (Gaskell), cluster_glue (Dong); the "
          "composition of the first and the last of these three is their own"},
      s.kind);
  visit(
      Field{
          "size_A",
          "Thickness of a film or shear band, diameter of a wire, pillar, particle or nanocrystal, "
          "width of a notch, edge of a cube of the mean volume of a grain",
          kPositive},
      s.size_A);
  visit(
      Field{"depth_A", "Depth of a notch (0: a third of the sample) or height of a pillar (0: all)",
            kNotNegative},
      s.depth_A);
  visit(
      Field{"axis",
            "Axis along which a film or shear band is thin, a wire or pillar is long, a notch goes "
            "deeper"},
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
  visit(Field{"band_strain",
              "Shear strain of the slab of a shear band, along x (of the axis x: along y), in "
              "steps of 0.02 with a minimum of the energy after each",
              {0.02, 10}},
        s.bandStrain);
  visit(Field{"neighbours",
              "Solvent atoms around a solute of efficient clusters; 0: as many as its radius asks "
              "for",
              {0, 24}},
        s.neighbours);
  visit(Field{"sharing",
              "What efficient clusters share with each of their neighbours: vertices, edges or "
              "faces"},
        s.sharing);
  visit(Field{"formula", "Of clusters with glue: [centre-shell]glue, of elements of sim.elements"},
        s.formula);
  visit(Field{"packing_fraction",
              "Volume of the spheres in the three models of clusters over that of the sample; 0: "
              "0.7, of prisms 0.66",
              {0, 0.85}},
        s.packingFraction);
  visit(Field{"relax",
              "Lowers the energy of a model in sim.potential before it is described; the box gives "
              "way to sim.pressure_bar"},
        s.relax);
}

}  // namespace glasscope::sim
