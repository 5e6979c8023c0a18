#pragma once

#include <complex>
#include <span>
#include <vector>

#include "multislice/scattering_matrix/NaturalNeighbours.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// A plane wave of the aperture: its frequency is (i / lx, j / ly).
struct BeamIndex {
  int i = 0, j = 0;
  bool operator==(const BeamIndex&) const = default;
};

/// Beams whose exit waves are interpolated between those of a few parents (Pelz, Rakowski, DaSilva,
/// Savitzky, Scott, Minor and Ophus, Microsc. Microanal. 27, 835 (2021)): beams that differ little
/// in direction differ little more in what they become than by that direction. Parents stand on the
/// axis and on rings around it, the outermost just around the aperture; weights are their natural
/// neighbour coordinates.
///
/// Unlike the paper, waves are interpolated as they would be in focus at half the depth (exit wave
/// propagated back, phase of the incident wave there taken off), where the parallax between
/// neighbouring directions is smallest: free space and a single thin object at that depth are then
/// exact for every beam.
class PartitionedBeams {
 public:
  /// Parents for these beams of a grid: `rings` rings of 6, 12, 18, ... around the axis. Throws
  /// Error(usage) when there would be as many parents as beams.
  PartitionedBeams(const Grid& grid, const ElectronBeam& beam, std::vector<BeamIndex> beams,
                   int rings);

  const std::vector<BeamIndex>& parents() const { return parents_; }

  /// Below the entrance of the foil.
  struct Depths {
    double wave_A;   ///< of the plane that waves have reached
    double focus_A;  ///< of the plane in which they are interpolated
  };

  /// What `parent` became, in reciprocal space -> its envelope, to be kept.
  void toEnvelope(int parent, const Depths& depths, std::span<std::complex<float>> wave) const;

  /// The interpolated wave of one beam at the same depth from the envelopes of all parents.
  void interpolate(int beam, const Depths& depths, std::span<const Wave> envelopes,
                   std::span<std::complex<float>> wave) const;

 private:
  void placeParents(int rings);
  void addParent(const BeamIndex& at);
  Vec2 frequency(const BeamIndex& beam) const;  ///< 1/angstrom
  double incidentPhase(const BeamIndex& beam, double distance_A) const;
  /// wave *= exp(i (pi lambda k^2 distance + offset)).
  void refocus(double distance_A, double offset, std::span<std::complex<float>> wave) const;
  Grid grid_;
  double wavelength_A_;
  std::vector<BeamIndex> beams_, parents_;
  std::vector<std::vector<NeighbourWeight>> weights_;  ///< of each beam
};

}  // namespace glasscope::multislice
