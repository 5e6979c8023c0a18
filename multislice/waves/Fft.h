#pragma once

#include <complex>
#include <cstddef>
#include <memory>

namespace glasscope::multislice {

/// The FFT door (FFTW, single precision): two-dimensional transforms of nx x ny values, in place,
/// unscaled, exp(-2 pi i k x) forward. Transforms may run on many threads at once; every array must
/// be 64-byte aligned (Wave).
///
/// Plans are estimated, never timed: timing may choose another algorithm from run to run, and then
/// the same case would not give the same bits.
class Fft {
 public:
  Fft(int nx, int ny);
  ~Fft();
  Fft(Fft&&) noexcept;
  Fft& operator=(Fft&&) noexcept;

  void forward(std::complex<float>* data) const;
  void inverse(std::complex<float>* data) const;

  /// From half a spectrum [nx, ny/2 + 1] of a real image to the image [nx, ny]; overwrites the
  /// spectrum.
  void inverseReal(std::complex<float>* spectrum, float* image) const;

  int nx() const { return nx_; }
  int ny() const { return ny_; }

 private:
  struct Plans;
  int nx_, ny_;
  std::unique_ptr<Plans> plans_;
};

/// The forward transform of a real image [nx, ny], ny even, of which only the columns 0 .. kept-1
/// of the half spectrum are wanted. In place: a row holds ny floats and room for ny + 2, and
/// becomes ny/2 + 1 frequencies; unwanted columns are left transformed along y only. Unscaled;
/// arrays must be 64-byte aligned. The same object serves many threads.
class PrunedRealFft {
 public:
  PrunedRealFft(int nx, int ny, int kept);
  ~PrunedRealFft();
  PrunedRealFft(PrunedRealFft&&) noexcept;
  PrunedRealFft& operator=(PrunedRealFft&&) noexcept;

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  /// Complex values of one row.
  int stride() const { return ny_ / 2 + 1; }
  std::size_t size() const { return static_cast<std::size_t>(nx_) * stride(); }

  void forward(std::complex<float>* data) const;

 private:
  struct Plans;
  int nx_, ny_, kept_;
  std::unique_ptr<Plans> plans_;
};

/// The same as Fft with plans that FFTW found by trying (FFTW_PATIENT): the fastest that it has,
/// for benchmarks to compare with. Not the same bits from run to run.
class PatientFft {
 public:
  PatientFft(int nx, int ny);
  ~PatientFft();

  void forward(std::complex<float>* data) const;
  void inverse(std::complex<float>* data) const;

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

}  // namespace glasscope::multislice
