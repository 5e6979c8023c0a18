#include "compare/film/FilmImaging.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/maps/MapGrid.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Progress.h"
#include "multislice/detectors/AnnularDetector.h"
#include "multislice/scan/runScan.h"
#include "multislice/waves/EdgeIntensity.h"

namespace glasscope::compare {

namespace {

namespace ms = glasscope::multislice;

// Thermal displacements reach beyond the atoms' depths; six standard deviations are never exceeded.
constexpr double kDisplacements = 6;

// Where the detector is divided into annuli. Between 30 and 60 mrad aligned atoms interfere, beyond
// 100 atoms scatter nearly on their own: the weights that a map asks for tell these apart.
constexpr std::array kBorders_mrad = {40.0, 60.0, 75.0, 100.0, 130.0};

struct ModelAtom {
  int atomicNumber;
  Vec3 position;
  std::size_t source;
};

// The film goes on where the map begins, but the model does not: mirror it about the outer side of
// the first pixels, as the linear projection does.
std::vector<ModelAtom> mirroredAtoms(const MeasuredFilm& film, double reach) {
  std::vector<ModelAtom> atoms;
  for (std::size_t i = 0; i < film.atoms.size(); ++i) {
    atoms.push_back({film.atoms.atomicNumbers[i], film.atoms.positions[i], i});
  }
  for (const int d : {0, 1}) {
    const double mirror = film.measured.origin_A[d] - 0.5 * film.measured.pixel_A[d];
    const std::size_t count = atoms.size();
    for (std::size_t i = 0; i < count; ++i) {
      ModelAtom image = atoms[i];
      if (image.position[d] < mirror || image.position[d] > mirror + reach) continue;
      image.position[d] = 2 * mirror - image.position[d];
      atoms.push_back(image);
    }
  }
  return atoms;
}

/// Points along a window: as the sampling says, else enough for the angles of detector and
/// aperture.
int pointsOf(const FilmSettings& settings, const ms::ElectronBeam& beam) {
  const double needed_mrad = settings.detectorOuter_mrad + settings.semiangle_mrad;
  const double pixel_A =
      settings.sampling_A > 0 ? settings.sampling_A : 1 / (3 * beam.frequency_invA(needed_mrad));
  return ms::Grid::friendlySize(
      static_cast<int>(std::ceil(std::min(settings.window_A / pixel_A * (1 - 1e-12), 65000.0))));
}

/// The detector, divided at kBorders_mrad. Angles beyond it divide nothing, nor do those that
/// would leave an annulus without two diffraction pixels across.
std::vector<ms::AnnularDetector> annuliOf(const FilmSettings& settings, double outer_mrad,
                                          double pixel_mrad) {
  std::vector<double> edges = {settings.detectorInner_mrad};
  for (const double border : kBorders_mrad) {
    if (border >= edges.back() + 2 * pixel_mrad && border <= outer_mrad - 2 * pixel_mrad)
      edges.push_back(border);
  }
  edges.push_back(outer_mrad);
  std::vector<ms::AnnularDetector> annuli;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    annuli.push_back(
        {fmt::format("adf_{:.4g}_to_{:.4g}_mrad", edges[i], edges[i + 1]), edges[i], edges[i + 1]});
  }
  return annuli;
}

class FilmScan {
 public:
  FilmScan(const MeasuredFilm& film, const FilmSettings& settings, const MapGrid& grid, int side,
           double defocus_A)
      : film_(film),
        settings_(settings),
        scan_(grid),
        side_(side),
        defocus_A_(defocus_A),
        beam_(settings.voltage_kV),
        points_(pointsOf(settings, beam_)),
        atoms_(mirroredAtoms(film, settings.window_A)) {
    for (const Vec3& r : film.atoms.positions) {
      focus_A_ += r.z() / static_cast<double>(film.atoms.size());
    }
    const ms::Grid window(points_, points_, settings.window_A, settings.window_A);
    // Two per cent below the limit, so that the detector's edge lies inside it on every grid.
    carried_mrad_ = window.carriedAngle_mrad(beam_);
    outer_mrad_ = std::min(settings.detectorOuter_mrad, 0.98 * carried_mrad_);
    check();
    annuli_ = annuliOf(settings, outer_mrad_, beam_.angle_mrad(1 / settings.window_A));
  }

  FilmImage run() {
    FilmImage result{emptyImage("multislice_adf", settings_.detectorInner_mrad, outer_mrad_),
                     {},
                     outer_mrad_,
                     carried_mrad_};
    for (const ms::AnnularDetector& annulus : annuli_)
      result.annuli.push_back(emptyImage(annulus.name, annulus.inner_mrad, annulus.outer_mrad));
    const int tilesX = (scan_.nx + side_ - 1) / side_, tilesY = (scan_.ny + side_ - 1) / side_;
    const long tiles = static_cast<long>(tilesX) * tilesY;
    Progress progress(fmt::format("multislice of the film, defocus {:g} A", defocus_A_),
                      tiles * side_ * side_ * settings_.frozenPhonons);
    for (long tile = 0; tile < tiles; ++tile) {
      const FilmArea pixels =
          tileArea(static_cast<int>(tile / tilesY), static_cast<int>(tile % tilesY));
      const std::int64_t before = progress.done();
      imageTile(pixels, result.annuli, progress);
      // Tiles in vacuum and at the rim have fewer probes.
      progress.advance(side_ * side_ * settings_.frozenPhonons - (progress.done() - before));
    }
    for (const Map2& annulus : result.annuli) {
      for (std::size_t i = 0; i < annulus.values.size(); ++i)
        result.image.values[i] += annulus.values[i];
    }
    warnOfEdges();
    return result;
  }

 private:
  Map2 emptyImage(const std::string& name, double inner_mrad, double outer_mrad) const {
    return scan_.makeMap(
        name, std::string("1"),
        fmt::format("Multislice ADF image, {:g} to {:.4g} mrad, {:g} kV, {:g} mrad, point source.",
                    inner_mrad, outer_mrad, settings_.voltage_kV, settings_.semiangle_mrad));
  }

  void check() const {
    const double tile = side_ * scan_.step_A.maxCoeff();
    if (settings_.tilePixels < 1 || settings_.frozenPhonons < 1 || settings_.window_A < tile + 4 ||
        !(settings_.rmsDisplacement_A >= 0)) {
      throw Error(
          ErrorKind::usage, "the film cannot be imaged with these settings",
          fmt::format("a window of {:g} A around tiles of {:.3g} A leaves a probe less than "
                      "2 A of margin, or a number is not positive",
                      settings_.window_A, tile),
          "enlarge window_A or lower tilePixels");
    }
    if (outer_mrad_ <= settings_.detectorInner_mrad) {
      throw Error(ErrorKind::capacity, "the sampling carries no part of the detector",
                  fmt::format("{:g} A carry {:.4g} mrad", settings_.sampling_A, outer_mrad_),
                  fmt::format("lower sampling_A below {:.3g}, or set it to 0",
                              beam_.wavelength_A() / (3e-3 * settings_.detectorInner_mrad)));
    }
  }

  FilmArea tileArea(int tx, int ty) const {
    return {tx * side_, std::min(scan_.nx, (tx + 1) * side_), ty * side_,
            std::min(scan_.ny, (ty + 1) * side_)};
  }

  // The corner of a tile's window in the frame of the map.
  Vec2 cornerOf(const FilmArea& tile) const {
    const Vec2 middle(0.5 * (tile.x0 + tile.x1 - 1), 0.5 * (tile.y0 + tile.y1 - 1));
    return scan_.origin_A + middle.cwiseProduct(scan_.step_A) -
           Vec2::Constant(0.5 * settings_.window_A);
  }

  // The configurations of one window; empty in vacuum.
  std::vector<ms::Foil> foilsOf(const Vec2& corner, double& top) const {
    std::vector<const ModelAtom*> inside;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const ModelAtom& atom : atoms_) {
      const Vec2 r = atom.position.head<2>() - corner;
      if ((r.array() < 0).any() || (r.array() >= settings_.window_A).any()) continue;
      inside.push_back(&atom);
      low = std::min(low, atom.position.z());
      high = std::max(high, atom.position.z());
    }
    if (inside.empty()) return {};
    const double pad = kDisplacements * settings_.rmsDisplacement_A + 0.1;
    top = low - pad;
    std::vector<ms::Foil> foils;
    for (int snapshot = 0; snapshot < settings_.frozenPhonons; ++snapshot) {
      Atoms atoms;
      atoms.source = film_.atoms.source;
      atoms.box = Box::orthogonal({settings_.window_A, settings_.window_A, high - low + 2 * pad},
                                  Vec3::Zero(), {true, true, false});
      for (const ModelAtom* atom : inside) {
        Random random(settings_.seed, "film_phonon", static_cast<std::uint64_t>(snapshot),
                      atom->source);
        Vec3 r = atom->position - Vec3(corner.x(), corner.y(), top);
        for (int d = 0; d < 3; ++d) {
          const double u = std::clamp(random.normal(), -kDisplacements, kDisplacements);
          r[d] += settings_.rmsDisplacement_A * u;
        }
        atoms.add(atom->atomicNumber, r);
      }
      foils.push_back(ms::Foil::cut(atoms, {}));
    }
    return foils;
  }

  ms::ScanJob jobOf(const FilmArea& tile, const Vec2& corner, double top) const {
    ms::ScanJob job;
    job.label = "film";
    job.microscope.voltage_kV = settings_.voltage_kV;
    job.microscope.method = ms::WaveMethod::multislice;  // windows of few probes
    job.microscope.slice_thickness_A = settings_.sliceThickness_A;
    job.microscope.grid_points = points_;
    job.microscope.window = multislice::WaveWindow::cell;  // the tile has one of its own
    job.probe.semiangle_mrad = settings_.semiangle_mrad;
    // Underfocus puts the focus that far below the first slice.
    job.probe.aberrations.defocus_A = focus_A_ + defocus_A_ - top;
    job.scan.nx = tile.nx();
    job.scan.ny = tile.ny();
    job.scan.step_A = scan_.step_A;
    job.scan.origin_A = scan_.origin_A + Vec2(tile.x0, tile.y0).cwiseProduct(scan_.step_A) - corner;
    job.annular = annuli_;
    return job;
  }

  void imageTile(const FilmArea& tile, std::vector<Map2>& images, Progress& progress) {
    const Vec2 corner = cornerOf(tile);
    double top = 0;
    const std::vector<ms::Foil> foils = foilsOf(corner, top);
    if (foils.empty()) return;
    const ms::ScanJob job = jobOf(tile, corner, top);
    const ms::ScanResult seen = scanTile(job, foils, progress);
    for (std::size_t k = 0; k < images.size(); ++k) {
      const Array2<double>& adf = seen.signals[k].values;
      for (int x = 0; x < tile.nx(); ++x) {
        for (int y = 0; y < tile.ny(); ++y) images[k].values(tile.x0 + x, tile.y0 + y) = adf(x, y);
      }
    }
    const double probes = static_cast<double>(tile.nx()) * tile.ny();
    edgeIntensity_ += seen.window.edgeIntensityMean * probes;
    probes_ += probes;
  }

  // What every tile has to say about its sampling is said once for the film.
  static ms::ScanResult scanTile(const ms::ScanJob& job, const std::vector<ms::Foil>& foils,
                                 Progress& progress) {
    const MutedLog muted;
    return ms::runScan(job, foils, nullptr, nullptr, &progress);
  }

  void warnOfEdges() const {
    const double edge = probes_ > 0 ? edgeIntensity_ / probes_ : 0;
    if (edge <= ms::EdgeIntensity::kWarn) return;
    logWarning(fmt::format(
        "film: {:.3g} % of a probe's intensity reaches the edge of its window, {:g} angstrom "
        "wide; enlarge film.window_A",
        100 * edge, settings_.window_A));
  }

  const MeasuredFilm& film_;
  const FilmSettings& settings_;
  MapGrid scan_;
  int side_;  // of a tile, in probes
  double defocus_A_, focus_A_ = 0, outer_mrad_ = 0, carried_mrad_ = 0;
  ms::ElectronBeam beam_;
  int points_;
  std::vector<ModelAtom> atoms_;
  std::vector<ms::AnnularDetector> annuli_;  // that make up the detector, inner first
  double edgeIntensity_ = 0, probes_ = 0;    // summed over probes; how many
};

// Keys' cubic convolution (IEEE Trans. ASSP 29, 1153 (1981)) along one axis: weights of the four
// samples around a place between the middle two.
std::array<double, 4> cubicWeights(double t) {
  const double t2 = t * t, t3 = t2 * t;
  return {0.5 * (-t3 + 2 * t2 - t), 0.5 * (3 * t3 - 5 * t2 + 2), 0.5 * (-3 * t3 + 4 * t2 + t),
          0.5 * (t3 - t2)};
}

// A coarse image on the pixels of `fine`, whose every stride-th pixel it holds.
Map2 interpolated(const Map2& coarse, Map2 fine, int stride) {
  for (int x = 0; x < fine.nx(); ++x) {
    for (int y = 0; y < fine.ny(); ++y) {
      const auto wx = cubicWeights(x % stride / static_cast<double>(stride));
      const auto wy = cubicWeights(y % stride / static_cast<double>(stride));
      double sum = 0;
      for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 4; ++j) {
          const int cx = std::clamp(x / stride + i - 1, 0, coarse.nx() - 1);
          const int cy = std::clamp(y / stride + j - 1, 0, coarse.ny() - 1);
          sum += wx[i] * wy[j] * coarse.values(cx, cy);
        }
      }
      fine.values(x, y) = sum;
    }
  }
  return fine;
}

}  // namespace

FilmImage imageFilm(const MeasuredFilm& film, const FilmSettings& settings, const FilmArea& area,
                    double defocus_A) {
  MapGrid fine = MapGrid::of(area.crop(film.measured));
  const int stride =
      std::max(1, static_cast<int>(std::lround(settings.scanStep_A / fine.step_A.maxCoeff())));
  MapGrid coarse = fine;
  coarse.nx = (fine.nx + stride - 2) / stride + 1;
  coarse.ny = (fine.ny + stride - 2) / stride + 1;
  coarse.step_A *= stride;
  const int side = std::max(1, settings.tilePixels / stride);
  FilmImage result = FilmScan(film, settings, coarse, side, defocus_A).run();
  if (stride == 1) return result;
  const auto refine = [&](Map2& map) {
    map = interpolated(map, fine.makeMap(map.name, map.unit, map.description), stride);
  };
  refine(result.image);
  std::for_each(result.annuli.begin(), result.annuli.end(), refine);
  return result;
}

}  // namespace glasscope::compare
